# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     name: python3
# ---

# %% [markdown]
# # The projects of a report in a notebook
# Load the data, ask a question, draw the map with layers of your own, and take the result away. Open this
# file with Jupytext, or run it as it is: `python examples/notebook.py`. Nothing in it asks the network.

# %%
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import folium
import geopandas as gpd
from shapely.geometry import Point, box

import geo
import layers
from geo.export import Format, export
from geo.view import View

# %% [markdown]
# ## Load
# A dataset is one edition of the report: frames in EPSG:4326, checked.

# %%
dataset = geo.load()
dataset.projects[["name_zh", "category", "status", "certainty", "geometry"]].head()

# %% [markdown]
# ## Select
# A view is what a link holds; it filters, and it is what the map opens with.

# %%
view = View(categories=("rail",), lang="en")
rail = geo.select(dataset, view)
rail[["name_en", "status", "kept"]]

# %%
geo.near(dataset, lon=113.75, lat=23.02, radius_m=3_000)[["name_en", "group", "distance_m"]].head()

# %% [markdown]
# ## Map
# A Folium map, and the very page that the app serves: with list, search and cards, or the map alone.

# %%
chart = layers.project_map(dataset, view)
chart

# %% [markdown]
# ## A layer of your own
# `layers.FrameLayer` draws any frame in a quiet colour, with an entry in the legend; what is in its cells is
# shown as text. Folium's own elements work, too.

# %%
schools = gpd.GeoDataFrame(
    {"name": ["First school", "Second school"], "pupils": [1200, None]},
    geometry=[Point(113.75, 23.02), Point(113.90, 22.90)],
    crs=4326,
)
study_area = box(113.70, 22.98, 113.80, 23.06)
area = gpd.GeoDataFrame({"name": ["Study area"]}, geometry=[study_area], crs=4326)

chart = layers.project_map(dataset, view, panels=False)
chart.add_child(layers.FrameLayer(schools, name="Schools", label="name", popup=["pupils"]))
folium.GeoJson(area, name="Study area").add_to(chart)
folium.Marker([23.02, 113.75], popup="<b>Where we start</b>").add_to(chart)
folium.LayerControl().add_to(chart)
chart

# %% [markdown]
# ## Take it away
# The map as one file that opens anywhere, and the view's data as GeoJSON, GeoPackage, CSV, XLSX or OC4IDS.

# %%
folder = Path(mkdtemp(prefix="dongguan-"))
chart.save(str(folder / "map.html"))
for form in (Format.GEOJSON, Format.CSV):
    (folder / f"rail{form.suffix}").write_bytes(export(dataset, view, form, written=date.today()))
sorted(path.name for path in folder.iterdir())
