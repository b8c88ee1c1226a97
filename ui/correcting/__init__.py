"""The page where a reader writes that a fact is wrong: ``/correct?p=…``. It sends nothing by itself."""
