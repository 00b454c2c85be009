"""What a page says against a certificate as such: it is forged, the school does not know it, it was withdrawn.

Notices and pledges use the same words of what would happen to somebody (如有伪造, 伪造证书的, 一经查实); schools and
offices use them of what happened to one. A condition stands before its consequence, a kind of people ends in 的 or 者,
and a decision names itself (现予, 决定, 特此). Where a sentence could be either, what it is about decides:
该生, 该证书.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from degree_verify.extract.void_marks import WITHDRAWN

CONTEXT = 16
"""Characters of a sentence that are told before and behind what speaks against the paper."""

REACH = 200
"""Characters of a sentence before and behind the words found that say how they are meant."""

_SENTENCE = re.compile(r"[^。;；!！?？]+")

_SUPPOSED = re.compile(
    r"(?:如|若|倘)(?![下上期皋东])|假(?:如|设|定)"
    r"|(?:^|[,:、])凡|凡(?=[是有在以属经提伪使持弄违未被发不考申学毕冒存具需])"
    r"|一律|一经|承诺|愿意|自愿|之一|下列|以下情[形况]|[“\"'‘「][^”\"'’」]{0,24}$"
)
"""What makes of that which follows a case that is only supposed; or it is quoted."""

_DENIED = re.compile(
    r"(?:未|没有|没)(?:有)?(?:发现|查到|见|认定)|不存在|不能|无法|难以|排除|无证据|否认|误认|谣传|传言"
)
"""Words of a clause that take back what stands behind them."""

_KIND = re.compile(r"[^,]{0,12}?(?:的(?:[,:、]|[^,]{0,8}(?:人员|考生|学员|学生|行为|情形|情况)(?!属实))|者)")
_CONSEQUENCE = re.compile(
    r"取消|一律|不予|不得|不再|将|追究|承担|后果|责任|自负|视为|按|处理|愿|请勿|切勿|谨防|警惕|不要|怎么办|勿"
)
"""What follows of it for people in general."""

_ONE = (
    r"(?:该(?:生|人|证|同学|考生|学生|学员|编号|号码|学历|毕业|文凭|备案表|报告|材料)"
    r"|(?<!无)此(?:人|证|生|编号|毕业证|学历证))"
)
"""The one person or certificate that a sentence is about."""

_ITS = rf"(?:{_ONE}|其(?![他它余中]))"
_SCHOOL = r"[我本](?:校|院)"
_KNOWING = re.compile(rf"{_ONE}|[我本](?:校|院)|通报|来函|复函")
_LISTED = re.compile(
    r"(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.]|第[一二三四五六七八九十百\d]{1,5}[条款])[^,]{0,24}$"
)
"""A number before an item, which may be one of a list of cases."""

_THING = r"(?:证书|学历|证件|文凭|毕业证|材料|备案表|报告|编号|注册信息|该证|此证)"
_FALSE = (
    r"(?:伪造|变造|假冒|冒名|冒用|虚假(?!宣传|广告)|造假|骗取|非法取得|违规取得|违规办理"
    r"|假(?:证|的|文凭|学历|毕业证|冒)|假(?=$|[,、)]))"
)
_IS = r"(?:(?<![不非未否])(?:系|属于?|是|[作认判鉴确]?[定认]?为)(?:他人|通过|以)?|被|认定|经鉴定)(?:均|都|完全)?"
_MAKING = r"(?:伪造|变造|冒用|购买|[使利]用(?:虚?假|伪造)|持(?:虚?假|伪造)|提[交供](?:虚假|伪造|假))"
_FORGED = re.compile(
    rf"{_THING}[^,]{{0,24}}?{_IS}{_FALSE}"
    rf"|{_THING}[^,不否]{{0,6}}(?:不真实|不属实|非真实)"
    rf"|{_ONE}[^,不未无没否]{{0,12}}{_MAKING}[^,不未无没否]{{0,8}}(?:证书|学历|文凭|毕业证)"
    rf"|{_ONE}[^,不未无没否]{{0,8}}(?:系|属|是)(?:冒名顶替|冒名)"
)

_KNOWN = r"(?:人|证|编号|(?:学?生|同学|考生)?的?(?:学籍|毕业|学历|注册|录取))"
_ISSUED = r"(?:颁发|核发|发放|发给|授予|制发|招收|录取)"
_UNKNOWN = re.compile(
    r"查无(?:此|该|其)(?:人|证|生|号|书|学|编|毕)"
    rf"|{_SCHOOL}[^,]{{0,6}}(?:查无|无此|无该|没有(?:此|该)){_KNOWN}"
    rf"|{_SCHOOL}[^,]{{0,4}}(?:从?未|没有)(?:曾|有)?{_ISSUED}过?(?:该|此|其|上述|这)(?![^,]{{0,4}}学位)"
    rf"|(?:{_ITS}|证书|编号|上述)[^,]{{0,16}}(?:不属于?|不是|并?非|不系)由?{_SCHOOL}"
    r"(?:[^,]{0,4}(?:毕业生|学生|学员|颁发|核发|制发|发放|所发|出具|毕业证|证书))?"
    rf"|{_ITS}[^,]{{0,6}}(?:从?未|没有)曾?在{_SCHOOL}[^,]{{0,6}}(?:就读|学习|注册|毕业|入学)"
    rf"|(?:{_ONE}|证书)[^,不]{{0,8}}(?:编号|号码|证书)?(?:并?不存在|系编造|系虚构)(?=$|[,)])"
)

_PAPER = (
    r"(?:毕业证书?+|学历(?:证书|证明书|注册|信息|资格)?+|学籍|文凭|毕业资格|毕业注册"
    rf"|(?:{_ITS}|所持|所发)[^,]{{0,12}}证书|证书\((?:证书)?编?号)"
    r"(?!复印|原件|认证|审核|验证|查询|查验|提交|办理|服务|业务|工本|遗失|补办|领取|发放|电子|处分|学习)"
)
_UNDO = r"(?:撤销|吊销|注销|废止|撤回|收回|追回|取消)"
_VOID = r"(?:宣布|宣告)(?:无效|作废)"
_DECIDED = (
    r"(?:(?<![发出实表呈再体兑])现(?:决定|予以?|将|已|对|依法|依规|依据|根据|宣布|作出|正式|因|[撤吊注收追])"
    r"|(?<![可应权以由])决定(?!书)|特此|兹|同意)"
)
_GAP = r"[^,可应将拟须不否]"
_OBJECT = rf"(?:(?!处分|处罚|开除|退学)[^,]){{0,24}}?{_PAPER}"
_DECISION = re.compile(
    rf"{_DECIDED}{_GAP}{{0,24}}?{_UNDO}{_OBJECT}"
    rf"|{_DECIDED}[^可应将拟须不否]{{0,32}}?,(?:并|同时)?(?:依法)?{_UNDO}(?={_ITS}){_OBJECT}"
    rf"|{_DECIDED}{_GAP}{{0,16}}?{_PAPER}{_GAP}{{0,24}}?(?:{_UNDO}|{_VOID})"
    rf"|{_PAPER}[^,]{{0,24}},(?:[^,]{{0,16}},)?{_DECIDED}{_GAP}{{0,8}}?(?:{_UNDO}|{_VOID})(?=$|[,)])"
    rf"|(?:宣布|宣告){_GAP}{{0,24}}?{_PAPER}[^,不否]{{0,16}}?(?:无效|作废)"
    rf"|(?<!《)关于(?:撤销|吊销|注销|取消)[^,》]{{0,24}}{_PAPER}[^,》]{{0,12}}?的(?:决定|通报|公告)(?!》)"
)
_UNDONE = re.compile(
    r"(?:证书|学历|学籍|备案表|报告|毕业|注册信息|注册|信息)[^,]{0,12}"
    r"(?:已(?:被|经|于[^,]{0,16}){0,3}(?:宣布|宣告|认定)?|(?<![将会可])被[^,]{0,6}?(?:宣布|宣告|认定)?"
    r"|于\d{4}年[^,]{0,12}?被?(?:宣布|宣告)?)"
    rf"(?:{WITHDRAWN})"
)
_UNCONFIRMED = re.compile(
    r"(?:以上|上述|该|此|本(?:报告|证书|表|件))[^,]{0,12}(?:,[^,]{0,4})?"
    r"(?:不(?:完全)?属实|(?:尚?未|未[能经]|无法|没有)(?:得到|获得|经过?|予以)?(?:核实|查实|证实)|存疑|不予认证|查无此[人证])"
)
"""What a paper says in place of 以上学历情况属实，专此认证."""

_OF_PEOPLE = re.compile(r"责任|后果|不得|不接受|不可|不能|应当|考生|申请人|人员|学员|培训|进修|研修|将|可能|导致|避免")
_LOST = re.compile(r"遗失|丢失|挂失|被盗|损毁|毁损|登报")
_DECLARED = ("作废", "无效", "注销", "废止")
"""Who lost a certificate declares it void."""

_HINT = re.compile("[伪假冒骗购无没未不非撤吊废追虚疑]|注销|收回|取消|编造|变造|违规")
"""What every sentence has of which the patterns above tell: most of a paper's text has none of it."""


def denounced(lines: Sequence[str], name: str = "") -> Iterator[str]:
    """What a page says against a certificate as such. `name` is that of its owner."""
    for sentence in sentences(lines):
        if _HINT.search(sentence) is None:
            continue
        told = hidden(sentence, name, "该生")
        patterns = [_FORGED, _UNKNOWN, _DECISION, _UNCONFIRMED]
        if not _OF_PEOPLE.search(told):
            patterns.append(_UNDONE)
        lost = _LOST.search(told) is not None
        found = next((found for pattern in patterns for found in _said(pattern, told, lost=lost)), None)
        if found is not None:
            yield around(sentence, found)


def _said(pattern: re.Pattern[str], sentence: str, *, lost: bool) -> Iterator[re.Match[str]]:
    """Where a sentence says so of something that is."""
    for found in pattern.finditer(sentence):
        before = sentence[max(found.start() - REACH, 0) : found.start()]
        behind = sentence[found.end() : found.end() + REACH]
        if lost and found[0].endswith(_DECLARED):
            continue
        if _SUPPOSED.search(before + found[0]) or _DENIED.search(before[before.rfind(",") + 1 :]):
            continue
        if _KIND.match(behind):
            continue
        # A decision is nobody's but somebody's; the other words stand in notices as well.
        general = _CONSEQUENCE.search(behind) or _LISTED.search(before)
        if pattern not in (_DECISION, _UNCONFIRMED) and general and not _KNOWING.search(before + found[0]):
            continue
        yield found


def sentences(lines: Sequence[str]) -> list[str]:
    """The sentences of a page; they run over lines."""
    return _SENTENCE.findall("".join(lines))


def hidden(sentence: str, name: str, instead: str) -> str:
    """A sentence of the same length with other words for a name, which may hold any character, 如 and 凡 among them."""
    return sentence.replace(name, instead.ljust(len(name), "某")) if len(name) >= len(instead) else sentence


def around(sentence: str, found: re.Match[str]) -> str:
    """The words found with some before and behind, for a message."""
    return sentence[max(found.start() - CONTEXT, 0) : found.end() + CONTEXT]
