"""The options that several commands share, and what is made of them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from degree_verify.errors import UsageError
from degree_verify.model.ocr import Ocr
from degree_verify.normalise.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from degree_verify.rules.registry import RegisteredRule

DEFAULT_POLICY = "anhui-2023h1"


class Format(StrEnum):
    """What is printed on stdout."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class Lang(StrEnum):
    """Language of messages."""

    ZH = "zh"
    EN = "en"


OcrOption = Annotated[
    Ocr,
    typer.Option(
        "--ocr",
        help="auto 识别图片和没有文字的页，并抽查纸面与文字层是否一致；never 不识别，也不比对；always 每页都按图片识别"
        " / auto: pictures and pages without text, and some others against their text; never: none of it;"
        " always: every page as a picture",
    ),
]
ThoroughOption = Annotated[
    bool,
    typer.Option(
        "--thorough",
        help="每份都比对纸面与文字层，不只抽查；--ocr never 时不比对"
        " / compare what every page shows with its text; not with --ocr never",
    ),
]
PolicyOption = Annotated[str, typer.Option("--policy", help="策略名称或文件 / policy name or file")]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", help="审核日 YYYY-MM-DD，默认策略所定或今天 / day of review; the policy's, else today"),
]
LangOption = Annotated[Lang, typer.Option("--lang", help="语言 / language")]
FormatOption = Annotated[Format, typer.Option("--format", help="标准输出的格式 / format on stdout")]
RedactOption = Annotated[
    bool | None,
    typer.Option(
        "--redact/--no-redact",
        help="隐去姓名、号码、路径；以后的命令照此办理，直到用 --no-redact"
        " / mask names, numbers, paths; later commands do as well until --no-redact",
    ),
]
SelectOption = Annotated[
    list[str] | None, typer.Option("--select", help="只用这些规则或规则族 / only these rules or families")
]
IgnoreOption = Annotated[
    list[str] | None, typer.Option("--ignore", help="不用这些规则或规则族 / leave these rules or families out")
]
NoImagesOption = Annotated[
    bool,
    typer.Option("--no-images", help="报告不含页面图片，并删除已有的 / no pictures of pages; removes those there are"),
]
SingleOption = Annotated[
    bool,
    typer.Option("--single-file", help="报告只有一个文件，适合小批材料 / the report in one file, for small batches"),
]
TimingsOption = Annotated[bool, typer.Option("--timings", help="显示各环节用时 / print where the time went")]
ExitZeroOption = Annotated[bool, typer.Option("--exit-zero", help="需人工核对时也返回 0 / 0 instead of exit code 1")]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet", help="不显示进度和汇总 / no progress, no summary")]


def day(text: str | None) -> date | None:
    if text is None:
        return None
    iso = parse_date(text)
    if iso is None or len(iso) < len("2023-06-05"):  # a month is no day
        raise UsageError(f"--as-of 应为 2023-06-05 这样的日期，而不是 {text}", f"--as-of takes a date, not {text}")
    return date.fromisoformat(iso)


def columns(pairs: list[str] | None) -> dict[str, str]:
    found = {}
    for pair in (part for text in pairs or () for part in text.split(",")):
        name, sign, header = pair.partition("=")
        if not sign or not header:
            raise UsageError(
                f"--columns 应为 id=考生编号 的形式，而不是 {pair}", f"--columns takes ours=theirs, not {pair}"
            )
        found[name.strip()] = header.strip()
    return found


def chosen_rules(select: list[str] | None, ignore: list[str] | None) -> Mapping[str, RegisteredRule]:
    from degree_verify.rules.registry import select as choose

    return choose(rule_names(select), rule_names(ignore))


def rule_names(given: list[str] | None) -> tuple[str, ...]:
    return tuple(name.strip() for text in given or () for name in text.split(",") if name.strip())
