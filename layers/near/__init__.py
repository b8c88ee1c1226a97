"""The place that distances are measured from, and its circle."""
