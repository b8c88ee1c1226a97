"""A tour made from one's own links, in the browser alone."""
