"""The usual way, as a tutorial teaches it, on our data: what benchmarks/first_version.py compares with.

At each run: read the files, filter, build a Folium map with one layer a project, hand it to st_folium.
Nothing is slowed down on purpose. Where no site is known it puts a pin into each town, as such apps do.
"""

from __future__ import annotations

from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

DATA = Path(__file__).parents[1] / "data"
COLOURS = {
    "rail": "#b01733", "road": "#a46804", "science": "#642790", "industry": "#27344a", "logistics": "#106c6c",
    "civic": "#455dd2", "renewal": "#da4b90", "greenway": "#658d53", "water": "#338cbd",
}  # fmt: skip


def read() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Read the towns and the projects, one row a part; without a known site, one a town, at its label."""
    towns = gpd.read_file(DATA / "towns.geojson")
    projects = pd.read_csv(DATA / "reports" / "2024" / "projects.csv")
    sites = gpd.read_file(DATA / "reports" / "2024" / "sites.geojson")[["project_id", "geometry"]]
    marked = projects[~projects["id"].isin(sites["project_id"]) & projects["towns"].notna()]
    pins = (
        marked.assign(town=marked["towns"].str.split(";"))
        .explode("town")
        .merge(towns[["id", "label_lon", "label_lat"]].rename(columns={"id": "town"}), on="town")
    )
    points = gpd.points_from_xy(pins["label_lon"], pins["label_lat"], crs=sites.crs)
    pins = gpd.GeoDataFrame({"project_id": pins["id"]}, geometry=points)
    parts = pd.concat([sites, pins], ignore_index=True)
    return towns, parts.merge(projects, left_on="project_id", right_on="id")


def chosen(projects: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the projects that pass the filters of the page."""
    categories = st.multiselect("类别", sorted(projects["category"].unique()))
    stages = st.multiselect("阶段", sorted(projects["stage"].unique()))
    towns = st.multiselect("镇街", sorted(set(";".join(projects["towns"].dropna()).split(";"))))
    if categories:
        projects = projects[projects["category"].isin(categories)]
    if stages:
        projects = projects[projects["stage"].isin(stages)]
    if towns:
        projects = projects[
            projects["towns"].fillna("").map(lambda cell: bool(set(cell.split(";")) & set(towns)))
        ]
    return projects


def draw(towns: gpd.GeoDataFrame, projects: gpd.GeoDataFrame) -> folium.Map:
    """Build the map: the towns, then one layer a project with tooltip and popup."""
    city = folium.Map(location=[22.95, 113.88], zoom_start=11)
    folium.GeoJson(towns[["name_zh", "geometry"]], tooltip=folium.GeoJsonTooltip(["name_zh"])).add_to(city)
    for project, parts in projects.groupby("id"):
        colour = COLOURS[parts["category"].iloc[0]]
        layer = parts[["name_zh", "name_en", "stage", "what_zh", "geometry"]]
        folium.GeoJson(
            layer,
            name=project,
            style_function=lambda _, colour=colour: {"color": colour, "weight": 4},
            marker=folium.CircleMarker(radius=7, color=colour, fill=True),
            tooltip=folium.GeoJsonTooltip(["name_zh"]),
            popup=folium.GeoJsonPopup(["name_zh", "name_en", "stage", "what_zh"]),
        ).add_to(city)
    return city


st.set_page_config(page_title="东莞项目地图", layout="wide")
st.title("东莞项目地图")
all_towns, all_projects = read()
selection = chosen(all_projects)
st.write(f"{selection['id'].nunique()} 个项目")
st_folium(draw(all_towns, selection), height=600, use_container_width=True)
