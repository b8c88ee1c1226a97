"""The map on a phone's home screen, and without a network: manifest, icons, service worker."""
