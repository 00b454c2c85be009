"""The page that says what each fixture is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from tests.support.cases.case import Case
from tests.support.hostile import hostile_files

_HEAD = """# 测试材料 / Fixtures

所有人物均属虚构，每份材料都印有“测试样本 TEST SPECIMEN”。没有任何印章、国徽或标志。

All people are fictional; every paper bears the line 测试样本 TEST SPECIMEN. No seal, emblem or logo appears.
What makes them plainly unreal:

| item | how |
| --- | --- |
| identity numbers | region codes 39xxxx: GB/T 2260 gives no province the code 39 |
| certificate numbers | true school codes, serials from 990000 (99000 in 17 digits) on: no school graduates so many |
| self-study numbers | city and county 9999 |
| verification codes | `ATEST…`, or four zeros first; the notice's own samples keep its invented code |
| 准考证号 of the demo | start 0199 |

Everything here is written by `python -m tests.support.make_fixtures`, byte for byte the same each time, except the
files printed by a browser, which are kept unless `--browser` is given (Debian's Chromium and WenQuanYi Zen Hei).
Do not edit by hand. `<case>.expected.json` is the truth as the maker knows it, never what the reader made of it:
type, layout, pages, normalised fields, `unread` fields with the reason, codes; `undecoded` counts symbols that nothing
can decode, `problem` says why a file gives no paper, `printed` is what a scan shows.

## documents/
"""

_DEMO = """
## demo/

A term's inbox for the policy anhui-2023h1 on 2023-06-05: `inbox/`, `roster.xlsx`, and `expected.json` with verdict,
findings (for a person to see), information and candidate of each paper, and the candidates without one.

| file | verdict | findings | information |
| --- | --- | --- | --- |
"""


def readme(cases: Iterable[Case], demo: Mapping[str, Any]) -> str:
    """The text of fixtures/README.md."""
    parts = [_HEAD]
    for folder, group in groupby(cases, key=lambda case: case.folder):
        parts.append(f"\n### {folder}\n\n| case | 说明 |\n| --- | --- |\n")
        parts += [f"| {case.name} | {case.reason} |\n" for case in group]
    parts.append(_DEMO)
    for path, papers in demo["documents"].items():
        for paper in papers:
            shown = (paper["verdict"], ", ".join(paper["findings"]), ", ".join(paper["info"]))
            parts.append(f"| {path} | " + " | ".join(shown) + " |\n")
    parts.append(f"\nWithout a paper: {', '.join(demo['without_document'])}. Ignored: {', '.join(demo['ignored'])}.\n")
    parts.append("\n## hostile/\n\nFiles that attack the reader or the report, and what must become of each.\n\n")
    parts.append("| file | 说明 | outcome |\n| --- | --- | --- |\n")
    parts += [f"| {file.name} | {file.reason} | {file.outcome} |\n" for file in hostile_files()]
    return "".join(parts)
