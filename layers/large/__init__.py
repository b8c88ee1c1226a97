"""The large and simple mode: large type, few controls, kept in the browser."""
