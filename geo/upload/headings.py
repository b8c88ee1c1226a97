"""Which column of ours a heading means: as our files spell it, or as people write it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache

from geo.schema import COLUMNS

__all__ = [
    "BOTH",
    "CHOSEN",
    "LATITUDE",
    "LONGITUDE",
    "PAIRS",
    "WKT",
    "assign",
    "corrected",
    "fold",
    "halves",
    "is_place",
]

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
        "标题", "设施名称", "场所名称", "机构名称", "学校名称", "公园名称", "站点名称", "站名", "校名",
        "namezh", "namecn", "namechi", "namechinese", "nametc", "namesc", "chinesename", "name",
        "projectname", "title", "facilityname", "fullname", "地点", "站点", "场所",
    ),
    "name_en": ("英文名称", "英文名", "nameenglish", "englishname", "nameeng", "enname"),
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
    "坐标东", "东坐标",
)  # fmt: skip
LATITUDE = (
    "lat", "纬度", "latitude", "lati", "北纬", "纬", "y", "y坐标", "坐标y", "ycoord", "ycoordinate",
    "pointy", "coordy", "northing", "纬度坐标", "中心纬度", "centerlat", "latituden", "纵坐标", "wgs84lat",
    "坐标北", "北坐标",
)  # fmt: skip
BOTH = (
    "坐标", "经纬度", "经纬度坐标", "地理坐标", "位置坐标", "中心坐标", "中心点坐标", "中心点", "坐标经纬度",
    "coordinates", "coordinate", "coords", "lonlat", "lnglat", "latlon", "latlng", "longitudelatitude",
    "latitudelongitude", "location", "geopoint", "gps", "gps坐标", "坐标位置",
)  # fmt: skip
# How the headings of a pair differ, at their beginning or end: 起点经度 and 起点纬度, TW97X and TW97Y.
PAIRS = (
    ("经度", "纬度"), ("longitude", "latitude"), ("lon", "lat"), ("lng", "lat"), ("long", "lat"),
    ("easting", "northing"), ("x", "y"),
)  # fmt: skip
WKT = (
    "wkt",
    "wkb",
    "geometrywkt",
    "geometry",
    "geom",
    "thegeom",
    "wktgeom",
    "wktgeometry",
    "shape",
    "geojson",
)

# The columns of ours that a visitor may point to by hand, in the order in which she is asked.
CHOSEN = ("name_zh", "name_en", "category", "stage", "towns", "id", "certainty", "accuracy_m")

# A heading that ends like a name is one where nothing else is: SCHOOLNAME, 停车场名称. The name of a column,
# a file or a person names no place; that of a district names one where there is no better.
_NAMES = ("name", "名称", "名")
_OTHER_NAMES = (
    "columnname", "fieldname", "filename", "sheetname", "username", "lastname", "firstname", "surname",
    "contactname", "ownername", "字段名", "字段名称", "列名", "姓名", "别名", "签名", "署名", "户名",
)  # fmt: skip
_DISTRICTS = (
    "city",
    "town",
    "ward",
    "district",
    "county",
    "street",
    "road",
    "市",
    "区",
    "县",
    "镇",
    "街道",
    "路",
)
_BRACKETS = re.compile(r"[(\[{【〔][^)\]}】〕]*[)\]}】〕]")
_LATIN = re.compile(r"[a-z][a-z0-9]*")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
# A Japanese form that is no traditional one.
_JAPANESE = str.maketrans({"経": "经"})
# Of a heading that says the same in two languages, one half is less sure than a whole one.
_HALF = 100


@lru_cache(maxsize=4096)
def fold(heading: str) -> str:
    """Return a heading to compare: half width, lower case, simplified, letters and digits, no brackets."""
    plain = _BRACKETS.sub("", unicodedata.normalize("NFKC", heading).casefold()) or heading.casefold()
    kept = "".join(sign for sign in plain if sign.isalnum())
    if kept.isascii():
        return kept
    from geo.folding import simplified  # noqa: PLC0415 - its dictionaries, for such a heading alone

    return simplified(kept.translate(_JAPANESE))


@lru_cache(maxsize=4096)
def halves(heading: str) -> tuple[str, ...]:
    """Return what a heading says, folded: the whole, then its halves where it speaks two languages.

    «經度 Longitude» is 经度 as well as ``longitude``; a heading with more than one word of a language is none
    of two.
    """
    whole = fold(heading)
    han, latin = _HAN.findall(whole), _LATIN.findall(whole)
    if len(han) == 1 and len(latin) == 1 and len(han[0]) + len(latin[0]) == len(whole):
        return whole, han[0], latin[0]
    return (whole,)


def assign(headings: Sequence[str], *, zeros: Container[int] = ()) -> tuple[str, ...]:
    """Return our column for each heading, empty for none; no column of ours is given twice.

    Parameters
    ----------
    headings
        As they stand in the file.
    zeros
        The columns, from 0, that hold nothing but 0: an ``Id`` that ArcGIS has added, which nobody filled.

    One that is spelt as ours goes before another word for it, and the surer word before the others. Where
    nothing is a name, the first heading that ends like one is (``SCHOOLNAME``, 学校名称); where a Chinese one
    is, an English one beside it is the English name.
    """
    best: dict[str, tuple[int, int]] = {}
    for at, heading in enumerate(headings):
        ours, rank = _spelt(heading)
        if ours == "id" and at in zeros:
            continue
        if ours and (ours not in best or rank < best[ours][0]):
            best[ours] = (rank, at)
    free = [at for at in range(len(headings)) if at not in {taken for _, taken in best.values()}]
    named = [at for at in free if _is_name(fold(headings[at]))]
    chinese = best.get("name_zh")
    if chinese is None and named:
        best["name_zh"] = (0, min(named, key=lambda at: fold(headings[at]).startswith(_DISTRICTS)))
    elif chinese and not fold(headings[chinese[1]]).isascii():
        english = [at for at in named if fold(headings[at]).isascii() and fold(headings[at]) != "name"]
        for at in english[:1]:
            best.setdefault("name_en", (0, at))
    places = {at: ours for ours, (_, at) in best.items()}
    return tuple(places.get(at, "") for at in range(len(headings)))


def _spelt(heading: str) -> tuple[str, int]:
    """Return our column for a heading and how sure that is, the least being the surest; empty for none."""
    for half, word in enumerate(halves(heading)):
        if word in _SPELT:
            ours, rank = _SPELT[word]
            return ours, rank + (_HALF if half else 0)
    return "", 0


def _is_name(folded: str) -> bool:
    return folded.endswith(_NAMES) and not folded.endswith(_OTHER_NAMES)


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
    return any(word in _PLACES for word in halves(heading))


_PLACES = frozenset((*LONGITUDE, *LATITUDE, *BOTH, *WKT))
