"""The ground: water, woods, tracks beyond the city, and the names of rivers, lakes and expressways."""
