"""Two maps side by side, which move in step."""
