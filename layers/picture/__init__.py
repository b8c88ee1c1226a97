"""Pictures of a view, drawn without a browser: slides, paper, previews.

One scene (``scene``) is drawn on one sheet (``sheet``): the map (``base``, ``courses``, ``marks``,
``labels``) with the symbols of ``layers.style``, and a column that speaks of what was drawn (``column``,
``rows``, ``legend``). The door is ``layers.picture.draw.picture``; ``layout`` alone is plain Python.
"""
