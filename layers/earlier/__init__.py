"""What earlier reports left open."""
