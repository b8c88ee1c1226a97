"""Ids and English names that the raw material lacks or spells in another way."""

from __future__ import annotations

__all__ = ["NEIGHBOURS_EN", "STATION_NAMES", "TOWN_IDS", "TOWN_NAMES_EN"]

#: Short Chinese name to id (pinyin) and English name. Ids never change meaning.
_TOWNS = {
    "东城": ("dongcheng", "Dongcheng"),
    "南城": ("nancheng", "Nancheng"),
    "万江": ("wanjiang", "Wanjiang"),
    "莞城": ("guancheng", "Guancheng"),
    "石碣": ("shijie", "Shijie"),
    "石龙": ("shilong", "Shilong"),
    "茶山": ("chashan", "Chashan"),
    "石排": ("shipai", "Shipai"),
    "企石": ("qishi", "Qishi"),
    "横沥": ("hengli", "Hengli"),
    "桥头": ("qiaotou", "Qiaotou"),
    "谢岗": ("xiegang", "Xiegang"),
    "东坑": ("dongkeng", "Dongkeng"),
    "常平": ("changping", "Changping"),
    "寮步": ("liaobu", "Liaobu"),
    "樟木头": ("zhangmutou", "Zhangmutou"),
    "大朗": ("dalang", "Dalang"),
    "黄江": ("huangjiang", "Huangjiang"),
    "清溪": ("qingxi", "Qingxi"),
    "塘厦": ("tangxia", "Tangxia"),
    "凤岗": ("fenggang", "Fenggang"),
    "大岭山": ("dalingshan", "Dalingshan"),
    "长安": ("changan", "Chang’an"),
    "虎门": ("humen", "Humen"),
    "厚街": ("houjie", "Houjie"),
    "沙田": ("shatian", "Shatian"),
    "道滘": ("daojiao", "Daojiao"),
    "洪梅": ("hongmei", "Hongmei"),
    "麻涌": ("machong", "Machong"),
    "望牛墩": ("wangniudun", "Wangniudun"),
    "中堂": ("zhongtang", "Zhongtang"),
    "高埗": ("gaobu", "Gaobu"),
    "松山湖": ("songshanhu", "Songshan Lake"),
    "东莞港": ("dongguangang", "Dongguan Port"),
    "东莞生态园": ("shengtaiyuan", "Dongguan Ecological Park"),
}

TOWN_IDS = {short: town_id for short, (town_id, _) in _TOWNS.items()}
TOWN_NAMES_EN = {short: name for short, (_, name) in _TOWNS.items()}

NEIGHBOURS_EN = {
    "广州市": "Guangzhou",
    "深圳市": "Shenzhen",
    "惠州市": "Huizhou",
    "中山市": "Zhongshan",
    "黄埔区": "Huangpu",
    "增城区": "Zengcheng",
    "番禺区": "Panyu",
    "南沙区": "Nansha",
    "宝安区": "Bao’an",
    "光明区": "Guangming",
    "龙华区": "Longhua",
    "龙岗区": "Longgang",
    "坪山区": "Pingshan",
    "博罗县": "Boluo",
    "惠城区": "Huicheng",
    "惠阳区": "Huiyang",
}

#: English names of stations where the raw material joins pinyin without need.
STATION_NAMES = {
    "东莞西站": "Dongguan West",
    "昌平": "Changping (Line 1)",
    "东城南站": "Dongcheng South",
    "东莞火车站": "Dongguan Railway Station",
    "虎门火车站": "Humen Railway Station",
    "东莞西": "Dongguan West",
    "虎门北": "Humen North",
    "虎门东": "Humen East",
    "长安西": "Chang’an West",
    "长安": "Chang’an",
    "西平西": "Xiping West",
    "东城南": "Dongcheng South",
    "松山湖北": "Songshan Lake North",
    "大朗镇": "Dalang Town",
    "常平南": "Changping South",
    "常平东": "Changping East",
    "樟木头东": "Zhangmutou East",
    "东莞港": "Dongguan Port",
    "东莞滨海湾站": "Dongguan Binhaiwan",
}
