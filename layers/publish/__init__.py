"""The published folder: static pages that any web server can give to a whole city.

A page a project and a town in each language, the map document, data to take away. The pages are Jinja
templates in files with autoescape on: the templates are ours, and what the data holds goes in as values
only. (The rule against templates concerns text that is rendered twice, see ``layers.escape``.)
"""

from layers.publish.site import publish

__all__ = ["publish"]
