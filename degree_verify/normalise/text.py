"""Folding of printed text to a form that can be compared, and to a form that is safe to show."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_PAIRS = (
    "⺁厂⺄乙⺅亻⺈刀⺉刂⺋卩⺌小⺍小⺎兀⺒巳⺓幺⺖忄⺘扌⺛旡⺜日⺝月⺞歹⺟母⺠民⺡氵⺣灬⺧牛⺨犭⺩王⺪疋⺫罒⺬示⺮竹⺯糸⺶羊"
    "⺷羊⺸羊⺹老⺺聿⺻聿⺼肉⺽臼⺾艹⻁虎⻂衤⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑长⻒长⻓长⻔门⻖阝⻗雨"
    "⻘青⻙韦⻚页⻛风⻜飞⻝食⻟食⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻱龟⻳龟"
)
_RADICALS = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
"""Radicals of the CJK supplement (U+2E80–2EFF) that stand in text layers for the character they depict; NFKC leaves
them as they are (measured on pages printed by Chromium with Noto fonts)."""

_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f")
"""Soft hyphen, zero-width characters, direction marks, variation selectors: without meaning in a field."""

_HYPHENS = frozenset("\u2010\u2011\u2012\u2013\u2212")
"""Hyphens and short dashes, which fonts share: text layers name any of them where one is printed. NFKC leaves them."""

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = _BIDI | _DROPPED


@lru_cache(maxsize=1 << 15)
def fold_char(char: str) -> str:
    """The folded form of one character: full width, compatibility forms and radicals plain, zero-width dropped.

    >>> fold_char("Ａ"), fold_char("⻓"), fold_char("⽇"), fold_char("（"), fold_char("\\u2011")
    ('A', '长', '日', '(', '-')
    """
    if char in _DROPPED:
        return ""
    if char.isspace():
        return " "
    plain = _RADICALS.get(char)
    if plain:
        return plain
    if char in _HYPHENS:
        return "-"
    folded = unicodedata.normalize("NFKC", char)
    return " " if folded.isspace() else folded


def fold(text: str) -> str:
    """Text with every character folded; spaces of any kind become plain ones and stay.

    >>> fold("姓　名：ＡＢ１")
    '姓 名:AB1'
    """
    return unicodedata.normalize("NFKC", "".join(map(fold_char, text)))


def squeeze(text: str) -> str:
    """Folded text without any white space.

    >>> squeeze("毕 （结） 业")
    '毕(结)业'
    """
    if text.isascii():
        return "".join(text.split())
    return unicodedata.normalize("NFKC", "".join(fold(text).split()))


def is_gibberish(text: str) -> bool:
    """Whether text cannot be what is printed: private use, replacement, unassigned or control characters, (cid:…)."""
    if "(cid:" in text:
        return True
    if text.isprintable():  # none of the categories below
        return "\ufffd" in text
    return any(
        unicodedata.category(char) in ("Co", "Cn", "Cs", "Cc") or char == "\ufffd"
        for char in text
        if char not in "\t\n\r"
    )


def is_foreign(text: str) -> bool:
    """Whether folded text has a letter outside GBK, which has the Han characters of nearly all names, kana, Greek and
    Cyrillic. Programs that print into a file may number the characters anew: 姓名 then says ƴǀ.

    >>> [is_foreign(text) for text in ("赟a·", "ƴǀ")]
    [False, True]
    """
    return not fits(text, "gbk") and any(char.isalpha() and not fits(char, "gbk") for char in text)


def fits(text: str, charset: str) -> bool:
    """Whether a character set has all characters of a text."""
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def visible(text: str) -> str:
    """Text that is safe to show on one line: control, direction and zero-width characters are spelled out.

    >>> visible("a\\u202eb")
    'a⟨U+202E⟩b'
    """
    if text.isprintable() and _UNSEEN.isdisjoint(text):  # as nearly all text is
        return text
    return "".join(map(_shown, text))


def _shown(char: str) -> str:
    if char in "\n\r\t\u2028\u2029":
        return " "
    if char in _UNSEEN or unicodedata.category(char) in ("Cc", "Cs", "Cn", "Cf"):
        return f"⟨U+{ord(char):04X}⟩"
    return char
