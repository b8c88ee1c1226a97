"""Maintainers' tools; the app and its tests never need them."""
