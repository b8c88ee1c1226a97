"""The ruling on places, in our words: how each is known, how sure, and from where."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LINES", "POINTS", "Place", "Route"]


@dataclass(frozen=True, slots=True)
class Place:
    """A point with the radius of its accuracy (metres), or a whole town."""

    project_id: str
    lon: float
    lat: float
    certainty: str
    accuracy_m: float | None
    method_zh: str
    method_en: str
    source_id: str
    part: str = "main"
    name_zh: str = ""
    name_en: str = ""
    town: str | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A line cut from the raw material; `origin` says how, `raw_name` which."""

    project_id: str
    origin: str
    raw_name: str
    certainty: str
    accuracy_m: float
    method_zh: str
    method_en: str
    source_id: str
    part: str = "main"
    name_zh: str = ""
    name_en: str = ""


_EXPRESSWAY_ZH = "现有高速的互通点连线，点取自 OpenStreetMap；两点之间可偏离约 500 米。"
_EXPRESSWAY_EN = (
    "Line through the interchanges of the existing expressway, points from OpenStreetMap; "
    "between them it may be about 500 m off."
)

POINTS = (
    Place(
        "shenjiang-railway",
        113.697118,
        22.768441,
        "approximate",
        170.0,
        "车站坐标，与另一来源相差 166 米。",
        "The station’s coordinates; a second source lies 166 m away.",
        "binhaiwan-station-wikipedia",
        "station",
        "东莞滨海湾站",
        "Dongguan Binhaiwan station",
    ),
    Place(
        "lianhuashan-crossing",
        113.645067,
        23.043958,
        "schematic",
        300.0,
        "只标东端：广深高速望牛墩互通。线位未公布，不画线。",
        "East end only: the Wangniudun interchange of the Guangzhou–Shenzhen Expressway. "
        "The course is not published, so no line is drawn.",
        "expressways-osm",
        "east-end",
        "东端",
        "East end",
    ),
    Place(
        "changan-100bn",
        0.0,
        0.0,
        "approximate",
        None,
        "长安镇全镇；镇界仅供参考。",
        "The whole of Chang’an; the town’s border is for reference only.",
        "towns-poi86",
        town="changan",
    ),
    Place(
        "nancheng-shigu",
        113.699141,
        22.974594,
        "approximate",
        1200.0,
        "石鼓社区在莞太路与广深高速交会处，按该互通定位，半径含社区大小。",
        "Shigu lies where Guantai Road meets the Guangzhou–Shenzhen Expressway: placed at that "
        "interchange, the radius includes the size of the community.",
        "shigu-place",
    ),
    Place(
        "wanjiang-longwan",
        113.717026,
        23.029593,
        "schematic",
        1200.0,
        "取地铁曲海站与坝头站的中点；龙湾片包含坝头一带，项目范围未公布。",
        "Middle between the metro stations Quhai and Batou; Longwan includes Batou, the limits of "
        "the project are not published.",
        "webzdg-747821",
    ),
    Place(
        "civic-center-phase-3",
        113.755003,
        23.014407,
        "approximate",
        500.0,
        "以地铁市民中心站定位，项目在车站西北的街区里；车站压在南城、东城界上，项目归南城。",
        "Placed at the metro station Civic Center; the block lies to its north-west. The station is on "
        "the border of Nancheng and Dongcheng, the project belongs to Nancheng.",
        "metro-stations-osm",
    ),
    Place(
        "dongjiang-welcome-bridge",
        113.731875,
        23.031298,
        "schematic",
        2000.0,
        "只知跨东莞水道，在东江南支流与厚街水道分汊处附近；桥位未公布。",
        "Known only to cross Dongguan Waterway near the fork with Houjie Waterway; the site of the "
        "bridge is not published.",
        "welcome-bridge-2021",
    ),
    Place(
        "guancheng-granary",
        113.7392,
        23.046,
        "schematic",
        1000.0,
        "地块在东江边，东临珊洲街、南至洲面坊、西临东江大道、北至光明路，靠近可园；"
        "以可园示意，可园的点取自两处公开资料，相差 161 米。",
        "The site lies by the Dongjiang, between Shanzhou Street, Zhoumianfang, Dongjiang Avenue and "
        "Guangming Road, near Keyuan Garden: indicated by Keyuan, whose point two public data sets give "
        "161 m apart.",
        "guancheng-2021-granary",
    ),
    Place(
        "huangqi-south-trails",
        113.765169,
        23.014681,
        "schematic",
        1500.0,
        "取地铁旗峰公园站与立新站的中点；黄旗山在两站之间及以东，步道范围未公布。",
        "Middle between the metro stations Qifeng Park and Lixin; Huangqi Hill lies between and east of "
        "them, the limits of the paths are not published.",
        "metro-stations-osm",
    ),
    Place(
        "gongchang-road-upgrade",
        113.979721,
        22.862019,
        "approximate",
        800.0,
        "公常路与莞深高速在黄江的交汇点，按莞深高速黄江互通定位。",
        "Where Gongchang Road crosses the Dongguan–Shenzhen Expressway in Huangjiang, placed at the "
        "Huangjiang interchange.",
        "expressways-osm",
        "node",
        "莞深高速节点",
        "Node with the Dongguan–Shenzhen Expressway",
    ),
    Place(
        "csns-phase-2",
        113.924226,
        22.868904,
        "schematic",
        2500.0,
        "大朗镇水平村，在莞佛高速东南一侧；沿高速的具体位置未查到。",
        "In Shuiping village, Dalang, south-east of the Dongguan–Foshan Expressway; where along it was not "
        "found.",
        "csns-place",
    ),
    Place(
        "attosecond-facility",
        113.929144,
        22.876168,
        "schematic",
        3500.0,
        "松山湖科学城核心区，位置示意。",
        "Core of the Songshan Lake Science City; the place is only indicated.",
        "cityu-place",
    ),
    Place(
        "cityu-dongguan",
        113.934062,
        22.883431,
        "approximate",
        1000.0,
        "在珠三角环线与莞佛高速交叉口东南侧，紧邻莞佛高速松山湖出口；按这两处推定。",
        "South-east of the crossing of the delta ring and the Dongguan–Foshan Expressway, beside its "
        "Songshan Lake exit: derived from these two.",
        "cityu-place",
    ),
    Place(
        "great-bay-university-songshanhu",
        113.86864,
        22.91201,
        "schematic",
        2000.0,
        "在大学路南侧、石大路东侧；以同一条路上的东莞理工学院（大学路 1 号）示意。",
        "South of Daxue Road and east of Shida Road; indicated by Dongguan University of Technology "
        "(1 Daxue Road) on the same street.",
        "dgut-point",
    ),
)

LINES = (
    Route(
        "metro-1-shenzhen-6-link",
        "metro-1-south",
        "",
        "schematic",
        1000.0,
        "两端是已开通的梅塘站和深圳深理工站；中间线位未公布，按直线示意。",
        "Both ends are stations in service, Meitang and SUAT (Shenzhen); the course between them "
        "is not published and is drawn straight.",
        "metro-stations-osm",
    ),
    Route(
        "shenjiang-railway",
        "corridor",
        "深江铁路 (机场东–东莞滨海湾–万顷沙)",
        "schematic",
        2000.0,
        "只表示方向：深圳机场东—东莞滨海湾—南沙万顷沙，按直线，只画到市界外 5 公里。",
        "Direction only: Airport East (Shenzhen), Dongguan Binhaiwan, Wanqingsha (Nansha), drawn straight "
        "and no further than 5 km beyond the city limits.",
        "modaily-2020",
        "corridor",
        "走向",
        "Direction",
    ),
    Route(
        "shida-road-south",
        "road",
        "corridor: only the last part, along 龙大高速 (S31) to the border",
        "schematic",
        1500.0,
        "只画南端沿龙大高速到市界的约 1.5 公里，其余线位未查到。",
        "Only the last 1.5 km along the Longda Expressway to the city limits; the rest was not found.",
        "expressways-osm",
        "south-end",
        "南端",
        "South end",
    ),
    Route(
        "metro-1-phase-1",
        "metro-1",
        "",
        "approximate",
        450.0,
        "25 个车站可靠到 ±100 米，站间按直线连接；"
        "同类线路实际轨道偏离直线中位 95 米、九成在 415 米内，最大 983 米。",
        "25 stations within ±100 m, joined by straight lines; on like lines the track leaves the straight "
        "line by 95 m (median), 415 m (nine in ten), 983 m at most.",
        "metro-stations-osm",
    ),
    Route(
        "metro-2-phase-3",
        "rail",
        "东莞地铁2号线三期 (虎门火车站–滨海湾)",
        "schematic",
        1500.0,
        "虎门火车站、滨海湾站已知，中间按直线；滨海湾之后到交椅湾没有坐标，不画。",
        "Humen Railway Station and Binhaiwan are known, straight between them; from Binhaiwan on to "
        "Jiaoyiwan there are no coordinates, so nothing is drawn.",
        "binhaiwan-station-wikipedia",
    ),
    Route(
        "guangshen-expressway-widening",
        "road",
        "existing expressway, Dongguan part",
        "approximate",
        500.0,
        _EXPRESSWAY_ZH,
        _EXPRESSWAY_EN,
        "expressways-osm",
    ),
    Route(
        "guanshen-expressway-widening",
        "road",
        "main line, border–莞龙立交 (published 46.552 km)",
        "approximate",
        500.0,
        _EXPRESSWAY_ZH + "北端止于莞龙立交，为按里程推定。",
        _EXPRESSWAY_EN + " The north end, Guanlong interchange, is inferred from the published length.",
        "expressways-osm",
        "main-line",
        "主线",
        "Main line",
    ),
    Route(
        "guanshen-expressway-widening",
        "road",
        "龙林支线 S22 (published 9.1 km)",
        "approximate",
        500.0,
        _EXPRESSWAY_ZH,
        _EXPRESSWAY_EN,
        "expressways-osm",
        "longlin-branch",
        "龙林支线",
        "Longlin branch",
    ),
    Route(
        "changhu-expressway-widening",
        "road",
        "main line G1523 常平–大朗",
        "approximate",
        500.0,
        _EXPRESSWAY_ZH + "常平一端的止点未公布，按互通取定。",
        _EXPRESSWAY_EN + " The end in Changping is not published; an interchange was chosen.",
        "expressways-osm",
        "main-line-east",
        "主线（常平—大朗）",
        "Main line (Changping–Dalang)",
    ),
    Route(
        "changhu-expressway-widening",
        "road",
        "main line G9411 大朗–虎门",
        "approximate",
        500.0,
        _EXPRESSWAY_ZH,
        _EXPRESSWAY_EN,
        "expressways-osm",
        "main-line-west",
        "主线（大朗—虎门）",
        "Main line (Dalang–Humen)",
    ),
    Route(
        "changhu-expressway-widening",
        "road",
        "虎门港支线 S9918 (published 10.8 km)",
        "approximate",
        500.0,
        _EXPRESSWAY_ZH,
        _EXPRESSWAY_EN,
        "expressways-osm",
        "humen-port-branch",
        "虎门港支线",
        "Humen Port branch",
    ),
    Route(
        "gongchang-road-upgrade",
        "gongchang",
        "",
        "schematic",
        700.0,
        "1号线黄江至梅塘三站沿公常路设站，据此示意黄江段；为与1号线分开，图上向西移 350 米。",
        "Three stations of line 1 (Huangjiang to Meitang) stand along Gongchang Road: its part in "
        "Huangjiang is indicated from them. Moved 350 m west to be seen beside line 1.",
        "gongchang-metro-plan",
        "huangjiang",
        "黄江段",
        "Part in Huangjiang",
    ),
)
