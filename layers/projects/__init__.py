"""The projects: what is drawn of each, and every word of its row and card."""
