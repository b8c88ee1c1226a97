"""The visitor's own shapes."""
