"""The units of the city: areas, borders, names."""
