"""The page: its template, its core scripts and styles, and the data that all of it reads."""
