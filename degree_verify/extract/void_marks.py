"""Words by which a paper says of itself that it does not count: 作废, 无效, 仅供参考.

Specimens (样本, SPECIMEN, 测试) are none: training material is marked so, and a clerk sees it for what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from degree_verify.model.page import Line, Page
from degree_verify.normalise.names import fold_variants
from degree_verify.normalise.text import fold

_VOID = re.compile(
    r"(?:(?:本|此|该|原)?(?:件|证|(?:毕业)?证书|证明|表|报告|材料|备案表|复印件|扫描件)?(?:已被|已经|已|系|为|属|仅供|仅作|仅为|只供)?"
    r"(?:作废|无效|失效|过期|撤销|撤回|注销|废止|参考|伪造|参考使用)|(?:仅供|仅作|仅为|只供)预览|预览[版件用])+"
    r"|(?:尚|还)?未(?:经|在(?:学信网|教育部))?(?:注册|备案|审核|批准|通过审核)|学校未(?:上报|注册|备案)"
    r"|(?:禁止|停止)使用|非学历(?:教育)?|短期培训|旁听|进修|(?:审核|备案|注册)?(?:未|不予?)通过|(?:待|在)审核|审核中"
    r"|(?:复印件|扫描件)?(?:经核[对实查])?与原件不(?:相?符|一致)"
    r"|(?:(?:此|本|该)?(?:件|图|图片|照片|证|证书|材料|内容))?(?:[系为由是]|[\u4e00-\u9fff]{2})?"
    r"(?:电脑合成|PS(?:合成|制作|修改)|(?:AI|人工智能)(?:合成|生成|绘制|创作))"
    r"|(?:VOID|INVALID|CANCELLED|REVOKED|EXPIRED|REJECTED|NOTAPPROVED|DRAFT)+",
    re.IGNORECASE,
)
"""What stands alone on its line. In a sentence (涂改无效, "altered copies are void") such words are the form's own."""

_OF_A_PAPER = re.compile("作废|无效|伪造|VOID|INVALID", re.IGNORECASE)
"""Of these words, those that no screen has on its buttons and in its columns, as it has 撤销, 待审核 and 已过期."""

WITHDRAWN = "作废|撤销|撤回|注销|吊销|废止|无效"
"""What becomes of a certificate or record that counts no longer."""

_STATES = "过期|关闭|失效|无效|注销|撤销|冻结|异常|不存在|未注册|未备案|不在籍|退学"
_REFUSED = re.compile(
    rf"\d{{0,2}}(?:(?:该|此|本|您的)?(?:在线)?(?:验证)?(?:报告|备案表|验证码)(?:查询)?(?:已(?:被)?|不|显示)?(?:{_STATES})"
    rf"|(?:报告|学历|学籍|注册|备案|证书|验证)?状态(?:为|是)?(?:已(?:被)?)?(?:{_STATES})"
    r"|(?:系统|经查[,，]?)?(?:没有|未)(?:能)?查(?:询)?到[^,。]{0,12}(?:学历|证书|信息|结果|记录)"
    r"|(?:认证|审核|核查|核验|查询|查验|验证|鉴定)(?:结论|结果|意见)?(?:为|是)?"
    r"(?:不予认证|不予通过|不通过|未通过|不合格|不符|异常|不属实|查无|失败|无效)"
    r"|(?:本|该|此)?(?:报告|备案表)?(?:在线)?(?:验证|有效)期限?已(?:满|过|到期|届满))"
    r"(?![后的时者则前])"
)
"""How the issuer's site says that there is nothing to see, and how whoever looked a paper up says what came of it
(https://www.chsi.com.cn/xlcx/bgcx.jsp). What such a line begins with; more behind it explains the words."""

_SAID = re.compile(r"(?:在线)?(?:查[验询]|核[查验实]|验证)结果(?=.{0,4}(?:在线|验证码|报告|备案表))")
"""What may stand before such words: 在线查验结果：此在线验证码无效."""

LONGEST_REST = 20
"""Characters that may follow."""

_STATEMENTS = (
    # withdrawn, replaced, deleted
    rf"(?:已(?:被|经)?(?:于[^，。；,;]{{0,16}})?|被(?:宣布|宣告)?|宣布|宣告)(?:{WITHDRAWN})",
    rf"(?:被|经)[^，。；,;]{{0,8}}(?:判决|裁定|决定)(?:{WITHDRAWN})",
    r"已(?:被|由)[^，。；,;]{0,8}(?:替代|取代)",
    r"(?:资料|信息|数据|记录)已(?:被)?删除",
    r"(?:已被|已经)取消[^,。]{0,4}(?:毕业|学历)资格",
    r"证书[^,。]{0,4}(?:暂扣|扣押|扣留)",
    # false, or at odds with what is known elsewhere
    r"非真实|(?:系|属|为)(?:虚假|伪造|假冒)|(?:学历|毕业|证书)造假|冒名顶替|非学信网(?:出具|打印|官方)",
    r"(?:此|本)件与原件不(?:符|一致)",
    r"与(?:学校|学信网|教育部|本人|登记|注册)[^,。]{0,8}(?:不符|不一致)",
    r"(?:姓名|性别|出生日期|毕业日期|层次|专业)[^,。]{0,4}(?:应[为是]|有误|错误)",
    r"(?:学生|本人)自(?:行)?填(?:写|报)?[,，]|未经核[对实](?![的过,，])|情况待(?:核|确认)",
    # not registered, of no effect
    r"国家不予(?:电子)?(?:注册|承认)|未(?:能)?(?:通过|完成)(?:学历)?(?:电子)?(?:注册|备案)(?![的者])",
    r"(?:学信网|系统|学校)已?暂停[^,。]{0,8}(?:验证|查询)",
    r"不(?:能|得|可)?作为(?:学历|毕业)[^,。]{0,4}(?:证明|凭证|依据)",
    r"(?:^|[,，])(?:此|本|该)(?:件|证|证书|材料|表|报告)(?:不具[有备]?|没有|无)(?:任何)?法律效力",
    # of something else than a qualification
    r"(?:非|不属于)学历教育|学习形式:?(?:非学历|(?:短期)?培训|旁听|进修|辅修)|(?:单科|课程)合格证",
    r"\((?:非学历|中专部|辅修|(?:短期)?培训|旁听|进修|待核[实查])\)|(?<!毕)(?<!毕业)\((?:结业|肄业)\)",
    r"以上学[位籍]情况属实|中等职业学校学生学籍",
    r"NOT ?VALID|NOT ?A ?GRADUATE|DID ?NOT ?GRADUATE|(?:HAS|HAVE) ?BEEN ?(?:REVOKED|CANCELL?ED|WITHDRAWN)",
)
_STATED = re.compile("|".join(_STATEMENTS), re.IGNORECASE)
"""A sentence that says so of what has happened to the paper; the forms' own sentences say what would."""

_IF, _CLAUSE = re.compile("如|若|凡|倘|一旦"), re.compile("[,，。;；:：]")
"""What makes of such words a condition, in their clause."""

_ABOUT = (
    "(?:此|该|本|其|原|上述|以上|所持)?(?:证件|毕业证书?|证书|学历证书|学历|学籍|文凭|备案表|报告|编号|号码|证|件|人|生|"
    "考生|学生|同学|资料|材料|注册)"
)
_DONE = f"(?:{WITHDRAWN}|收回|追回|收缴|没收|销毁|开除|除名|冻结|停用|取消)(?:了|学籍|学历|资格)?"
_AGAINST = (
    "(?:为|系|属|是|属于)(?:假冒?|虚假|伪造|变造|冒名|冒用|造假)(?:的|证件?|证书|学历|文凭|材料)?|虚假|造假|假(?:证|学历|文凭|的)"
    "|(?:不予?|不被|未[予被获]|未得到)(?:认可|承认|采信|采纳|接受)|(?:不属|不真|不确)实|存疑|可疑|查无(?:此|该)?[人证]?"
    "|未(?:取得|获得|完成)?(?:毕业|学历)"
)
_SUBJECT = rf"{_ABOUT}[^如若凡勿将应须可者请]{{0,12}}?"
_REMARK = re.compile(
    rf"{_SUBJECT}(?:已被?|被|经核实|均)?(?:{_DONE}|{_AGAINST})|(?:已被?|被){_DONE}|(?:已被?|经核实|均)?(?:{_AGAINST})"
)
"""A remark in a few words against what stands on the paper. What was done to it (取消, 收回) is on buttons as well, so
that it needs a subject or 已."""

LONGEST_REMARK = 24
"""Characters of it at most; a sentence of the form's own is longer, or has a comma."""

_HINT = re.compile(
    "废|效|假|冒|造|疑|查无|[收追]回|收缴|没收|冻结|停用|除|销|过期|关闭|状态|期限|结[论果]|意见|不[符一予能得作属真确被认承采接]"
    "|取消|非|撤|参考|预览|[合生]成|PS|AI|[未没]|通过|审核|判决|裁定|决定|[替取]代|作为|顶替|扣|暂停|应[为是]|有误|错误|自行?填|待|合格证"
    "|中等职业|学[位籍]情况|结业|肄业|中专部|辅修|培训|旁听|进修|[禁停]止|NOT|BEEN|VOID|INVALID|CANCEL|REVOKE|EXPIRE|REJECT|APPROVED|DRAFT",
    re.IGNORECASE,
)
"""What every such line has one of."""

SPECIMEN = re.compile("样本|样张|测试|仅供|SPECIMEN|SAMPLE|TEST", re.IGNORECASE)
"""Words of training material, and of the marks that people set on their own copies."""

_TRADITIONAL = re.compile("[廢銷無偽過證學歷編號錄刪與經審備檔註關閉凍結報認]")
"""Characters by which words of this kind are seen to be written in traditional ones."""

_NO_WORD = re.compile(r"[\W_]+")

APART = 1.5
"""Free space, in units of the size, between what stands side by side and does not belong together."""


def _cells(line: Line) -> list[str]:
    return ["".join([glyph.text for glyph in piece]) for piece in line.stretches(APART)]


def void_marks(pages: Iterable[Page]) -> tuple[tuple[int, str], ...]:
    """The marks with the numbers of their pages: as a line, a watermark or a slanted stamp."""
    return tuple(
        (page.number, text)
        for page in pages
        for text in (
            *(cell for line in (*page.lines, *page.washed) if _hints(line.text) for cell in _cells(line)),
            *(lettering.text for lettering in page.slanted),
            *(line for text in page.noted for line in text.splitlines()),
        )
        if is_void(text)
    )


def _hints(text: str) -> bool:
    """Whether a line may hold a mark: most do not, and need no more to be asked."""
    return _HINT.search(text) is not None or _TRADITIONAL.search(text) is not None


def is_void(text: str) -> bool:
    """Whether a text by itself says that the paper that bears it does not count."""
    if _TRADITIONAL.search(text):
        text = fold_variants(text)
    return _is_mark(text) or _refuses(text) or _states(fold(text)) or _remarks(text)


def _states(text: str) -> bool:
    """Whether a folded text says that something has happened to the paper, not what would come of it if it had."""
    return any(
        not _IF.search(_CLAUSE.split(text[: found.start()])[-1] + found.group()) for found in _STATED.finditer(text)
    )


def voids_another(text: str) -> bool:
    """Whether a line by itself, on a page that is no part of a paper, says that the paper beside it does not count."""
    return (_OF_A_PAPER.search(fold(text)) is not None and _is_mark(text)) or _refuses(text)


def _is_mark(text: str) -> bool:
    return _VOID.fullmatch(_NO_WORD.sub("", fold(text))) is not None


def _remarks(text: str) -> bool:
    """Whether a text is a short remark that speaks against the paper."""
    plain = fold(text).strip(" .。!！*※()（）[]【】")
    return len(plain) <= LONGEST_REMARK and _REMARK.fullmatch(plain) is not None


def _refuses(text: str) -> bool:
    """Whether a text is what the issuer's site answers for a report that it does not show, or says that it was."""
    plain = _NO_WORD.sub("", fold(text))
    said = _SAID.match(plain)
    found = _REFUSED.match(plain, said.end() if said else 0)
    return found is not None and len(plain) - found.end() <= LONGEST_REST
