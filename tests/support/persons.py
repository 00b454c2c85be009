"""Fictional people. The same seed gives the same person everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

REGIONS = ("390101", "390204", "391125", "399981")
"""Region codes of the identity numbers. GB/T 2260 gives no province the code 39: no living person has such a number."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

_SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜戚谢邹喻柏章苏潘葛范彭鲁韦马苗方俞任袁柳"
_COMPOUND = ("欧阳", "司马", "诸葛", "上官")
_GIVEN = {
    "男": "伟强磊军洋勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆文博志远立国庆建民",
    "女": "芳娜敏静丽艳娟霞秀兰燕玲桂英慧巧美萍红梅琳雪莹洁颖倩婷雅欣蓉佳薇怡然",
}
RARE = "赟翀喆堃昇淼犇玥"
"""Characters outside the common sets, which readers and recognisers lose first."""

MINORITY = {
    "男": ("买买提·艾力", "阿卜杜拉·吐尔逊", "扎西·多吉", "库尔班·热合曼"),
    "女": ("古丽娜尔·买买提", "阿依古丽·艾山江", "卓玛·央金", "热依汗古丽·阿卜杜热合曼"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person. `birth_date` is ISO, `gender` 男 or 女, and both agree with `id_number`."""

    name: str
    gender: str
    birth_date: str
    id_number: str


def person(seed: int | str, *, born_in: int = 1998, style: str | None = None) -> Person:
    """The person of a seed. `style` is minority, rare, short or compound; None draws one as they occur."""
    random = Random(f"person {seed}")
    gender = random.choice("男女")
    born = date(born_in, 1, 1) + timedelta(days=random.randrange(365))
    drawn = style or random.choices(("plain", "short", "rare", "minority", "compound"), (60, 20, 10, 6, 4))[0]
    return Person(_name(random, gender, drawn), gender, born.isoformat(), _id_number(random, gender, born))


def check_digit(first: str) -> str:
    """The check character of the first 17 digits of an identity number (GB 11643-1999)."""
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True)) % 11]


def _name(random: Random, gender: str, style: str) -> str:
    given = _GIVEN[gender]
    if style == "minority":
        return random.choice(MINORITY[gender])
    if style == "short":
        return random.choice(_SURNAMES) + random.choice(given)
    if style == "rare":
        return random.choice(_SURNAMES) + random.choice(given) + random.choice(RARE)
    if style == "compound":
        return random.choice(_COMPOUND) + random.choice(given) + random.choice(given)
    return random.choice(_SURNAMES) + random.choice(given) + random.choice(given)


def _id_number(random: Random, gender: str, born: date) -> str:
    sequence = random.randrange(10, 490) * 2 + (gender == "男")
    first = f"{random.choice(REGIONS)}{born:%Y%m%d}{sequence:03d}"
    return first + check_digit(first)
