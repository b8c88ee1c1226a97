"""To follow any view: feeds and a calendar over HTTP, and the button that offers them."""
