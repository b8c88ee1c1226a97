"""The page on earlier days."""
