"""What the index page shows before Streamlit's scripts are there: title, tabs and the map itself."""
