"""Give people names: surnames by how common they are, given names by sex and generation."""

import random
from datetime import date

# Weights are estimates (估算): the five most common surnames (王李张刘陈) hold 30.8 % of registered people,
# the rest fall off roughly as 1/rank; 陈, 黄, 林, 何, 罗, 邓, 谭 stand higher as in Guangdong.
SURNAMES = {
    "陈": 79, "李": 80, "王": 72, "张": 70, "刘": 66, "黄": 48, "林": 26, "何": 22, "罗": 22, "邓": 20,
    "谭": 16, "杨": 28, "赵": 16, "吴": 24, "周": 22, "徐": 14, "孙": 12, "朱": 16, "马": 10, "胡": 14,
    "郭": 12, "高": 9, "郑": 12, "梁": 20, "谢": 18, "宋": 9, "唐": 12, "许": 11, "韩": 7, "冯": 11,
    "曹": 8, "彭": 10, "曾": 18, "肖": 12, "田": 6, "董": 6, "潘": 9, "袁": 8, "蔡": 9, "蒋": 7,
    "余": 9, "于": 4, "杜": 5, "叶": 14, "程": 6, "魏": 6, "苏": 9, "吕": 6, "丁": 5, "任": 5,
    "卢": 10, "姚": 6, "沈": 5, "钟": 14, "姜": 4, "崔": 3, "廖": 12, "范": 6, "汪": 4, "陆": 5,
    "金": 3, "石": 5, "戴": 4, "贾": 3, "韦": 4, "夏": 4, "邱": 7, "方": 6, "侯": 3, "邹": 7,
    "熊": 4, "孟": 3, "秦": 4, "白": 3, "江": 8, "阎": 2, "薛": 3, "尹": 3, "段": 3, "雷": 5,
    "黎": 10, "史": 2, "龙": 4, "陶": 3, "贺": 3, "顾": 2, "毛": 3, "郝": 2, "龚": 4, "邵": 2,
    "万": 3, "钱": 2, "严": 3, "赖": 10, "覃": 3, "洪": 3, "武": 2, "莫": 6, "孔": 3, "华": 3,
    "欧阳": 3, "司徒": 1, "上官": 1,
}  # fmt: skip

# Given-name characters by the decade people were named in; the mixture is an estimate (估算).
ELDER_MEN = "福贵财旺生根水金火木土德仁义礼信明光祥发荣昌盛茂林森海山石田宝庆国清华胜有才新富"
ELDER_WOMEN = "英秀兰桂香凤莲珍玉梅菊珠翠娣妹姣银金娥花爱月仙素贞云连招带细群转娇"
MIDDLE_MEN = "国建华军平志强伟东林明辉勇斌峰红文武卫民忠永新海波涛刚健成良进学永健杰雄锋浩"
MIDDLE_WOMEN = "丽红艳霞燕玲芳娟敏静萍莉琴英华梅兰春晓云秋冬月美凤洁莹芬琼惠青雪琳"
YOUNG_MEN = "宇浩博文俊杰子轩嘉豪泽天睿辰铭晨昊志鹏家乐凯鑫梓源佳煜诚逸翔靖皓一恒远"
YOUNG_WOMEN = "欣怡雨涵梓萱诗思琪雅婷佳颖慧可晴语彤紫芷若妍馨嘉悦静瑶晓雯依诺心怡梦"


def given_name(randomness: random.Random, sex: str, born: date) -> str:
    """Make a given name of one or two characters that fits the person's generation."""
    characters = _characters(sex, born)
    if randomness.random() < 0.14:
        return randomness.choice(characters)
    return randomness.choice(characters) + randomness.choice(characters)


def surname(randomness: random.Random) -> str:
    """Draw a surname by how common it is."""
    return randomness.choices(_NAMES, cum_weights=_CUMULATIVE)[0]


def _characters(sex: str, born: date) -> str:
    men = sex == "MALE"
    if born.year < 1962:
        return ELDER_MEN if men else ELDER_WOMEN
    if born.year < 1992:
        return MIDDLE_MEN if men else MIDDLE_WOMEN
    return YOUNG_MEN if men else YOUNG_WOMEN


_NAMES = tuple(SURNAMES)
_CUMULATIVE = tuple(sum(list(SURNAMES.values())[: index + 1]) for index in range(len(SURNAMES)))
