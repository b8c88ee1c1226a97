"""The pages: the map, the table of all projects, and what the data can and cannot tell."""
