"""Which column of ours a heading means: as our files spell it, or as people write it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from geo.schema import COLUMNS

__all__ = ["BOTH", "CHOSEN", "LATITUDE", "LONGITUDE", "WKT", "assign", "corrected", "fold", "is_place"]

# Other headings of our columns, the surer first. Those that stand for one language of two are left out: a
# column 备注 would ask for an English one.
_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "id": (
        "编号", "项目编号", "项目编码", "项目代码", "编码", "代码", "标识", "code", "projectcode",
        "projectno", "objectid", "fid", "gid", "ogcfid",
    ),
    "no": ("序号",),
    "name_zh": (
        "名称", "项目名称", "中文名称", "中文名", "项目", "项目名", "工程名称", "工程", "点位名称", "地名",
        "标题", "name", "projectname", "title", "facilityname", "fullname", "namechi", "namechinese",
    ),
    "name_en": ("英文名称", "英文名", "nameenglish", "englishname", "nameeng"),
    "aliases": ("别名", "其他名称", "曾用名"),
    "category": ("类别", "项目类别", "类型", "项目类型", "分类", "行业"),
    "stage": ("阶段", "项目阶段", "建设阶段"),
    "towns": (
        "镇街", "所在镇街", "所属镇街", "镇街园区", "镇区", "所在镇", "镇", "乡镇", "街道", "属地", "town",
    ),
    "part": ("部分", "标段"),
    "certainty": ("确定度", "位置确定度", "位置可靠度", "可靠度"),
    "accuracy_m": ("误差", "误差米", "位置误差", "accuracy"),
}  # fmt: skip
_SPELT: Mapping[str, tuple[str, int]] = {
    **{word: (ours, rank) for ours, words in _SPELLINGS.items() for rank, word in enumerate(words, start=1)},
    **{
        name.replace("_", ""): (name, 0)
        for table in ("projects", "sites")
        for name in COLUMNS[table]
    },
}  # fmt: skip

LONGITUDE = (
    "lon", "经度", "lng", "longitude", "long", "东经", "经", "x", "x坐标", "坐标x", "xcoord", "xcoordinate",
    "pointx", "coordx", "easting", "经度坐标", "中心经度", "centerlng", "longitudee", "横坐标", "wgs84lon",
)  # fmt: skip
LATITUDE = (
    "lat", "纬度", "latitude", "lati", "北纬", "纬", "y", "y坐标", "坐标y", "ycoord", "ycoordinate",
    "pointy", "coordy", "northing", "纬度坐标", "中心纬度", "centerlat", "latituden", "纵坐标", "wgs84lat",
)  # fmt: skip
BOTH = (
    "坐标", "经纬度", "经纬度坐标", "地理坐标", "位置坐标", "中心坐标", "中心点坐标", "中心点", "坐标经纬度",
    "coordinates", "coordinate", "coords", "lonlat", "lnglat", "latlon", "latlng", "longitudelatitude",
    "latitudelongitude", "location", "geopoint", "gps", "gps坐标", "坐标位置",
)  # fmt: skip
WKT = ("wkt", "geometrywkt", "geometry", "geom", "thegeom", "wktgeom", "wktgeometry", "shape", "geojson")

# The columns of ours that a visitor may point to by hand, in the order in which she is asked.
CHOSEN = ("name_zh", "name_en", "category", "stage", "towns", "id", "certainty", "accuracy_m")

_NAMES = ("name", "名称")
_BRACKETS = re.compile(r"[(\[{【〔][^)\]}】〕]*[)\]}】〕]")


@lru_cache(maxsize=4096)
def fold(heading: str) -> str:
    """Return a heading as it is compared: half width, lower case, letters and digits, nothing in brackets."""
    plain = _BRACKETS.sub("", unicodedata.normalize("NFKC", heading).casefold()) or heading.casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def assign(headings: Sequence[str]) -> tuple[str, ...]:
    """Return our column for each heading, empty for none; no column of ours is given twice.

    One that is spelt as ours goes before another word for it, and the surer word before the others. Where
    nothing is a name, the first heading that ends like one is (``SCHOOLNAME``, 学校名称).
    """
    best: dict[str, tuple[int, int]] = {}
    for at, heading in enumerate(headings):
        ours, rank = _SPELT.get(fold(heading), ("", 0))
        if ours and (ours not in best or rank < best[ours][0]):
            best[ours] = (rank, at)
    if "name_zh" not in best:
        spare = (at for at, heading in enumerate(headings) if fold(heading).endswith(_NAMES))
        taken = {at for _, at in best.values()}
        free = [at for at in spare if at not in taken]
        if free:
            best["name_zh"] = (0, free[0])
    places = {at: ours for ours, (_, at) in best.items()}
    return tuple(places.get(at, "") for at in range(len(headings)))


def corrected(
    found: Sequence[str], hers: Sequence[str], chosen: Sequence[tuple[str, str]]
) -> tuple[str, ...]:
    """Return our column for each heading, as the visitor has corrected what :func:`assign` found.

    Parameters
    ----------
    hers
        What each column is called in a :class:`geo.upload.seen.Choice`.
    chosen
        Its ``columns``: what names none of ours takes the column away; what is not hers changes nothing.
    """
    ours = list(found)
    for name, at in chosen:
        if name not in CHOSEN or (at and at not in hers):
            continue
        ours = ["" if one == name else one for one in ours]
        if at:
            ours[hers.index(at)] = name
    return tuple(ours)


def is_place(heading: str) -> bool:
    """Say whether a heading names coordinates."""
    return fold(heading) in _PLACES


_PLACES = frozenset((*LONGITUDE, *LATITUDE, *BOTH, *WKT))
