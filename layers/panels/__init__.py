"""What stands beside and over the map: list, card, search, legend, tours, buttons."""
