"""Invented departments: no place and no office of these names exists."""

from random import Random

_PLACES = (
    "澄湖",
    "柏溪",
    "青屏",
    "望川",
    "临沅",
    "鹭汀",
    "石磐",
    "芦浦",
    "云岫",
    "沙棠",
    "栖霞岭",
    "梧北",
    "砚池",
    "浮梁洲",
)
_LEVELS = ("市", "区", "县", "高新技术产业开发区")
_OFFICES = (
    "财政局", "档案局", "教育局", "农业农村局", "水利局", "应急管理局", "人力资源和社会保障局",
    "卫生健康委员会", "人民政府办公室", "残疾人联合会", "总工会", "图书馆", "公共资源交易中心", "机关事务服务中心",
    "人民法院", "人民检察院", "委党校", "第一中学", "妇幼保健院", "市场监督管理局综合执法大队", "气象台",
    "文化馆", "退役军人事务局", "信访局", "城关镇人民政府", "东关街道办事处", "妇女联合会", "地方志编纂室",
    "少年宫", "殡仪馆", "苗圃场",
)  # fmt: skip


def invented(dice: Random) -> str:
    """A department's name."""
    return dice.choice(_PLACES) + dice.choice(_LEVELS) + dice.choice(_OFFICES)
