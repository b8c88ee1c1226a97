"""The Streamlit app: pages, widgets, the bridge to the map document and the server around them."""
