"""What a page that is no part of a paper says against it: other values, sentences that deny it, a 结业证书 beside it.

Letters, forms, identity cards and the certificate itself are handed in with a paper every day and say nothing against
it; so only what is surely read counts, of a field that both name, or a sentence about what has happened. What would
happen ("if …", "whoever …"), and lists of what there is (毕业、结业), are notices and pledges.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from rapidfuzz.distance import Levenshtein

from degree_verify.extract.denials import LOW_LEVELS, NOT_GRADUATED
from degree_verify.extract.denounced import around, hidden, sentences
from degree_verify.extract.extract import extract
from degree_verify.extract.fragments import box_of, running
from degree_verify.extract.parsers import parsers_of
from degree_verify.model.document import Reading
from degree_verify.model.layout import Layout
from degree_verify.model.page import Glyph, Page
from degree_verify.model.recognition import Part, Recognition
from degree_verify.model.schools import SchoolTable
from degree_verify.normalise.agreement import Agreement, compared
from degree_verify.normalise.certificate_numbers import Form, decode
from degree_verify.normalise.id_numbers import parse_id_number
from degree_verify.normalise.schools import school_key
from degree_verify.normalise.statement import CONFIDENCE, is_sure
from degree_verify.normalise.verification_codes import CodeForm, code_form
from degree_verify.normalise.vocabulary import CLOSED

TELLING = ("name", "certificate_number", "original_certificate_number", "verification_code", "completion")
"""Fields that another page cannot give otherwise, whatever it is."""

RECORD = (*TELLING, "gender", "birth_date", "enrolment_date", "graduation_date", "category", "level", "school", "major")
"""Fields that a page cannot give otherwise which says whether somebody graduated, or shows the certificate itself. On
other pages, such as the form by which a candidate applies, level and major may be those of the self-study course."""

OF_THE_PRINT = ("update_date", "print_date", "valid_until")
"""Fields that only the paper itself can give, or the page on which it was printed."""

_NUMBERS = ("certificate_number", "original_certificate_number", "verification_code")

SURE = 0.98
"""Confidence of the lowest character where a value in a picture differs from the paper's in one alone."""

_GIVEN = frozenset((*RECORD, *OF_THE_PRINT)) - {"verification_code"}
_CODE = re.compile(r"[0-9A-Za-z]{12}")
"""Fields of which a line that names one may give it, and what a line must have that gives the code."""

SUBJECT = 0.5
"""Share of characters that two names of one subject have in common at least."""

_NAME = re.compile(r"(?:学生|学员|考生|持证人)([\u3400-\u9fff·]{2,12}?)[,，、]?(?:性别|[男女][,，、])")
_ALIAS = re.compile(
    r"(?:曾用名|现用名|原名|更名为|改名为)[:为是叫]{0,2}([\u3400-\u9fff·]{2,4}?)(?=[,。;、()]|$|因|系|后|现)"
)
_NUMBER = re.compile(r"(?:编号|证号|证书号|证书号码)[:：]?(\d{17,18}(?=(?:19|20)\d\d年)|\d{17,18}(?![\dXx]))")
_SCHOOL = re.compile(r"(?:(?:校名|学校名称|院校名称)[:：]?|就读于|毕业于|(?<=[,，男女])于)([\u4e00-\u9fff()]{4,24})")
"""What a certificate says of its owner, itself and the school, between its phrases."""

SHORTEST_SCHOOL = 4
"""Characters of a school's name."""

_NUMERAL = r"[\d〇零○Oo一二三四五六七八九十]"
_DATE = rf"{_NUMERAL}{{4}}年{_NUMERAL}{{1,3}}月(?:{_NUMERAL}{{1,3}}[日号])?"
_CERTIFIED = (
    ("gender", re.compile(r"性别[:,]?([男女])")),
    ("birth_date", re.compile(rf"({_DATE})(?:出?生)")),
    ("graduation_date", re.compile(rf"(?<!有效期)(?<!有效期:){_NUMERAL}{{4}}年[^,年]{{1,8}}?起?至({_DATE})")),
    ("major", re.compile(r"在[本我]校(?:[^,]{0,12}?学院)?([\u4e00-\u9fff()]{2,24}?)专业")),
    ("level", re.compile(r"专业[^,]{0,10}?(专科|本科|中专|研究生)(?:班|层次)?学习")),
)
"""What a certificate says further of its owner and the course."""

_HOLDER = re.compile(r"(?:持证人|证书持有人|毕业生)(?:姓名)?:?([\u3400-\u9fff·]{2,12})")
"""A line that says whose a paper is."""

_BEARER = re.compile(
    r"(?:兹有|兹证明)(?:学生|学员|考生)?([\u3400-\u9fff·]{2,12}?)(?:同学|同志|[,、])"
    r"|(?:学生|学员|考生|持证人)?([\u3400-\u9fff·]{2,12}?)(?:同学|同志)?[,、](?:性别:?)?[男女][,、]"
)
"""How the line of a certificate begins that says whose it is without calling anybody a student."""

_AMENDED = re.compile("(?:更正|订正|修正|改正)(?:说明|为)?:?")
"""What stands before a field and its right value."""

_CORRECTED = re.compile(
    r"([^\d,。;!?:]{2,12}?)(?:有误|错误|写错|印错)?[,、]?"
    r"(?:(?:应[为是改]|实[为际]|(?:更正|更改|变更|修改|订正|改|换)[为成])为?[:\"'“]*([^,。;!?”\"']{1,24})|以[\"'“]?([^,。;]{1,24}?)[”\"']?为准)"
)
_CORRECTS = re.compile("应[为是改]|实[为际]|更正|更改|变更|修改|订正|[改换][为成]|为准")
"""What stands in place of something that is named before, and what every such text has."""

_ITEM = r"(?:结业|肄业)(?:生|证书|证明书?|证)?"
_AND = r"(?:[、/]|或者?|以?及|和|与)"
_ITEMS = rf"{_ITEM}(?:{_AND}{_ITEM})*"
_LISTED = re.compile(
    rf"毕\(?结\)?业|毕业\(结业\)|(?<!未取得)毕(?:业(?:生|证书|证明书?|证)?)?(?:{_AND}{_ITEM})+|(?:{_ITEM}{_AND})+毕业"
    r"|(?:结业|肄业)[、/或和及与]"
)
"""Lists of what there is."""

_DENIED = re.compile(
    rf"(?:有无|是否[^,:]{{0,2}})?{_ITEMS}[^,:]{{0,4}}:(?:无|否)"
    r"|(?:(?<!有)无|没有?|不(?:存在|属于?|含|包[括含]|是|涉及|具有)|(?<![除是])非"
    r"|未(?:曾)?(?:有|提交|提供|持有|取得|获得|领取|领到|收到|出现|发生|发现|查到|见|使用|附))(?:过|到|有)?(?:任何|相关)?"
    rf"{_ITEMS}"
)
"""Words that speak against a paper, all of which are denied: 无结业、肄业情形."""

_NOT_GRADUATED = re.compile(NOT_GRADUATED)
_LOW_LEVEL = re.compile(rf"(?:层次|学历)\W{{0,2}}(?:应为|实为|为|系|是|:)\W{{0,2}}(?:{LOW_LEVELS})")
_LOW_CERTIFICATE = re.compile(
    rf"(?:普通)?(?:{LOW_LEVELS})(?:学校|教育)?|.{{0,16}}(?:{LOW_LEVELS})(?:学校|教育)?毕业证书?"
)
"""The heading of a certificate of a lower level."""

_SUPPOSED = re.compile(
    r"如(?![下上期])|若|凡|一律|一经|承诺|愿意|后果|责任|不得|不予|不接受|不可|不能|应当|考生|申请人|人员|学员|培训|进修|研修"
)
_OTHER_CERTIFICATE = re.compile(r".{0,16}(?:结业|肄业)(?:证书|证明书?)\)?")


def contradictions(
    page: Page,
    paper: Mapping[str, Reading],
    layout: Layout,
    accepted: Mapping[str, Collection[str]],
    schools: SchoolTable,
    *,
    own: bool,
    form: bool = False,
) -> dict[str, str]:
    """What a page says against fields of a paper, by field. `accepted` are values that other papers of the file have,
    `own` says that the page shows the very certificate that the paper is about, `form` that it is the paper's own form,
    whose rows have been read: only corrections of it count, and whose it is said to be."""
    found: dict[str, str] = {}
    text = "".join(line.text for line in page.lines)
    corrected = [*_corrections(page, layout), *_amendments(page, layout)]
    stated = [*_holders(page)]
    if not form:
        stated += [*_rows(page, layout), *_phrases(page, schools), *(_certified(page, layout) if own else ())]
    record = own or any(reading.field == "completion" for reading in (*corrected, *stated))
    weighed = (*(RECORD if record else TELLING), *(OF_THE_PRINT if own else ()))
    stated = [reading for reading in stated if reading.field in weighed]
    for reading in (*(reading for reading in corrected if reading.field in RECORD), *stated):
        mine = paper.get(reading.field)
        if mine is None:
            continue
        if reading.value in accepted.get(reading.field, ()) or not _surely(reading, mine.value):
            continue
        if not form and reading.field in ("name", *_NUMBERS) and mine.value in text:  # it stands there as well
            continue
        if _differ(reading, mine, paper, schools):
            found.setdefault(reading.field, reading.value)
    if own and not form and "level" in paper:
        for line in page.lines:
            if _LOW_CERTIFICATE.fullmatch(line.text):
                found.setdefault("level", line.text)
    owner = paper["name"].value if "name" in paper else ""
    for name, sentence in () if form else denials([line.text for line in page.lines], owner):
        if name in paper:
            found.setdefault(name, sentence)
    return found


def _differ(reading: Reading, mine: Reading, paper: Mapping[str, Reading], schools: SchoolTable) -> bool:
    if reading.field in _NUMBERS:
        # Degrees have numbers of their own, and so have identity cards; of a 学历证明书 either may stand there.
        known = {paper[name].value for name in _NUMBERS if name in paper}
        if reading.field == "verification_code":  # twelve digits are a candidate's number as well
            return code_form(reading.value) is CodeForm.LETTERS_16 and reading.value not in known
        form = decode(reading.value).form
        return form in (Form.SCHOOL, Form.SELF_STUDY) and reading.value not in known
    if reading.field == "school":
        one, other = (set(schools.codes_by_name.get(school_key(r.value), ())) for r in (reading, mine))
        return bool(one and other) and not one & other
    if reading.field in OF_THE_PRINT:
        return reading.value != mine.value
    if reading.field == "major":  # registers and certificates call one subject by names that are alike
        return Levenshtein.normalized_similarity(reading.value, mine.value) < SUBJECT
    if reading.field in CLOSED and CLOSED[reading.field](reading.value) is None:  # 层次：以证书为准
        return False
    return compared(reading.field, mine.value, reading.value, schools) is Agreement.DIFFERENT


def _surely(reading: Reading, mine: str) -> bool:
    """Whether a value was read well enough to speak against the paper's."""
    alike = Levenshtein.distance(reading.value, mine, score_cutoff=1) <= 1
    # Of a name all characters are not misread at once.
    other = reading.field == "name" and reading.confidence >= CONFIDENCE and set(reading.value).isdisjoint(mine)
    return other or (is_sure(reading) and (reading.lowest >= SURE or not alike))


def _rows(page: Page, layout: Layout) -> list[Reading]:
    """What stands beside the labels of the paper's own form."""
    if not any(_names_field(line.text, layout) for line in page.lines):  # as the notes of the forms do not
        return []
    return list(extract(Recognition(layout, (Part(page, page.lines),), ())).fields.values())


def _names_field(text: str, layout: Layout) -> bool:
    """Whether a line may give a field that is compared; every form's notes name the code without giving one."""
    fields = {name for label in layout.label_pattern.findall(text) for name in layout.fields_by_label.get(label, ())}
    return not fields.isdisjoint(_GIVEN) or ("verification_code" in fields and _CODE.search(text) is not None)


def _phrases(page: Page, schools: SchoolTable) -> Iterator[Reading]:
    """What a certificate says in its phrases, which run over lines. Of what follows a school's name nothing is known
    but that it is no part of one that is listed."""
    text, glyphs = running(page.lines)
    for name, pattern in (("name", _NAME), ("name", _ALIAS), ("certificate_number", _NUMBER), ("school", _SCHOOL)):
        for match in pattern.finditer(text):
            chars, value = glyphs[match.start(1) : match.end(1)], match[1]
            if name == "school":
                ends = range(len(value), SHORTEST_SCHOOL - 1, -1)
                value = next((value[:end] for end in ends if school_key(value[:end]) in schools.codes_by_name), "")
            if value and parse_id_number(value) is None:
                yield _reading(name, value, value, page, chars)


def _certified(page: Page, layout: Layout) -> Iterator[Reading]:
    """What a certificate says in its sentence."""
    text, glyphs = running(page.lines)
    parsers = parsers_of(layout)
    for line in page.lines:
        if match := _BEARER.match(line.text):
            chars = [line.glyphs[owner] for owner in line.owners[slice(*match.span(match.lastindex or 0))]]
            yield _reading("name", match[1] or match[2], match[0], page, chars)
    for name, pattern in _CERTIFIED:
        for match in pattern.finditer(text):
            parsed = parsers[name](match[1]) if name in parsers else None
            if parsed is not None:
                yield _reading(name, parsed.value, match[1], page, glyphs[match.start(1) : match.end(1)])


def _holders(page: Page) -> Iterator[Reading]:
    """Whose a paper is said to be, on a line by itself."""
    for line in page.lines:
        if match := _HOLDER.fullmatch(line.text):
            chars = [line.glyphs[owner] for owner in line.owners[match.start(1) : match.end(1)]]
            yield _reading("name", match[1], match[1], page, chars)


def _corrections(page: Page, layout: Layout) -> Iterator[Reading]:
    """What a sentence puts in place of a field: 毕业日期应为…, 姓名更正为…, 毕业日期以…为准."""
    text, glyphs = running(page.lines)
    parsers = parsers_of(layout)
    for match in _CORRECTED.finditer(text) if _CORRECTS.search(text) else ():
        label = max((label for label in layout.fields_by_label if match[1].endswith(label)), key=len, default=None)
        # A label that two fields share says of neither that it is another.
        names = layout.fields_by_label[label] if label else ()
        value = next(filter(None, match.groups()[1:]))
        parsed = parsers[names[0]](value) if len(names) == 1 else None
        if parsed is not None:
            group = 2 if match[2] else 3
            yield _reading(names[0], parsed.value, value, page, glyphs[match.start(group) : match.end(group)])


def _amendments(page: Page, layout: Layout) -> Iterator[Reading]:
    """What a line puts in place of a field without a verb: 更正 毕业日期 2023年7月20日."""
    parsers = parsers_of(layout)
    for line in page.lines:
        for match in _AMENDED.finditer(line.text):
            rest = line.text[match.end() :]
            label = max((label for label in layout.fields_by_label if rest.startswith(label)), key=len, default="")
            names = layout.fields_by_label.get(label, ())
            raw = rest[len(label) :].lstrip(":为")
            parsed = parsers[names[0]](raw) if len(names) == 1 and raw else None
            if parsed is not None:
                chars = [line.glyphs[owner] for owner in line.owners[-len(raw) :]]
                yield _reading(names[0], parsed.value, raw, page, chars)


def _reading(name: str, value: str, raw: str, page: Page, chars: Sequence[Glyph]) -> Reading:
    sure = [glyph.confidence for glyph in chars]
    place = page.displayed(box_of(chars))
    return Reading(name, value, raw, page.read_from, page.number, place, sum(sure) / len(sure), min(sure))


def denials(lines: Sequence[str], owner: str = "") -> Iterator[tuple[str, str]]:
    """Titles and sentences of a page that speak against completion or level, with the field. `owner` is the name of the
    paper's."""
    for line in lines:
        if _OTHER_CERTIFICATE.fullmatch(_unlisted(line)) and not _SUPPOSED.search(line):
            yield "completion", line
    for sentence in sentences(lines):
        if _SUPPOSED.search(hidden(sentence, owner, "某某")):
            continue
        if found := _NOT_GRADUATED.search(_unlisted(sentence)):
            yield "completion", around(sentence, found)
        if found := _LOW_LEVEL.search(sentence):
            yield "level", around(sentence, found)


def _unlisted(text: str) -> str:
    """A text of the same length without its lists of what there is, and of what is denied."""
    for words in (_DENIED, _LISTED):
        text = words.sub(lambda found: "、" * len(found[0]), text)
    return text
