"""The command ``dgmap``; in a wheel also the folder of data, static files and app (``geo.folders``)."""
