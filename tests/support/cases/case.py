"""One case: a file, the reason for it, and the truth about the papers in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.support.look import Look
from tests.support.renderings import RENDERINGS
from tests.support.sheets import Sheet, Text, centred, wrap
from tests.support.specimens import Draft, draft

Alteration = Callable[[bytes], bytes]

NOTHING: Mapping[str, Any] = {"type": "unknown", "layout": None, "pages": [1], "fields": {}, "unread": {}, "codes": []}
"""What a reader finds in a file that holds no paper it knows."""


@dataclass(frozen=True, slots=True)
class Case:
    """A file `folder/name.pdf`. `make` gives its bytes, `truths` the papers in it.

    A case that needs a browser is not reproducible: its file is kept as it was made.
    """

    folder: str
    name: str
    reason: str
    make: Callable[[], bytes]
    truths: Sequence[Mapping[str, Any]]
    reproducible: bool = True
    password: str = ""

    @property
    def expected(self) -> dict[str, Any]:
        """The content of `name.expected.json`."""
        if len(self.truths) == 1:
            return {"reason": self.reason, **self.truths[0]}
        return {"reason": self.reason, "documents": [dict(truth) for truth in self.truths]}


@dataclass(frozen=True, slots=True)
class Making:
    """How a case is made from its drafts."""

    rendering: str = "reportlab-truetype"
    alter: Alteration | None = None
    render: Callable[[Sequence[Sheet]], bytes] | None = None  # instead of a named rendering
    before: Sequence[Sheet] = ()
    after: Sequence[Sheet] = ()
    truth: Mapping[str, Any] = field(default_factory=dict)  # what differs from the drafts' own truth

    def bytes_of(self, drafts: Sequence[Draft]) -> bytes:
        sheets = [*self.before, *(sheet for paper in drafts for sheet in paper.sheets()), *self.after]
        data = (self.render or RENDERINGS[self.rendering])(sheets)
        return self.alter(data) if self.alter else data

    def truths_of(self, drafts: Sequence[Draft]) -> list[dict[str, Any]]:
        truths = []
        page = 1 + len(self.before)
        for paper in drafts:
            truth = paper.truth(page)
            page += len(truth["pages"])
            truths.append({**truth, **self.truth})
        return truths


def paper(layout: str, name: str, reason: str, making: Making | None = None, /, **options: Any) -> Case:
    """A case of one paper in the folder of its layout. `options` are those of `draft`, and looks by their names."""
    looks = {key: options.pop(key) for key in list(options) if key in Look.__dataclass_fields__}
    drafted = draft(layout, look=Look(**looks), **{"seed": f"{layout} {name}", **options})
    return papers(layout, name, reason, [drafted], making)


def papers(
    folder: str, name: str, reason: str, drafts: Sequence[Draft], making: Making | None = None, **options: Any
) -> Case:
    """A case of drafts that are at hand."""
    made = making or Making()
    return Case(folder, name, reason, lambda: made.bytes_of(drafts), made.truths_of(drafts), **options)


def letter(lines: Sequence[str] = ()) -> Sheet:
    """A cover letter that speaks of the paper behind it without being it."""
    text = lines or (
        "尊敬的老师：",
        "本人申请自考本科毕业，现提交教育部学历证书电子注册备案表一份，请予审核。",
        "备案表的在线验证码见下页，如有问题请与本人联系。",
        "此致敬礼",
        "申请人：（虚构人物）",
    )
    items = [centred(120, "情况说明", 18)]
    y = 180.0
    for paragraph in text:
        for line in wrap(paragraph, 430, 12):
            items.append(Text(80, y, line, 12))
            y += 24
    return Sheet(tuple(items))
