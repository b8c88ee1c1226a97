"""How a reader writes to the people of this map: what is written, and where to. Nothing is sent from here.

`destination` is plain Python, which the server's first view may read; `letter` needs pandas.
"""
