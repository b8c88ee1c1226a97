"""The page that shows what of a report this map cites, paragraph by paragraph."""
