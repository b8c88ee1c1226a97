"""Streets from the operator's own OpenStreetMap extract: made once, read by the page in ranges."""
