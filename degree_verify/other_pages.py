"""Pages of a file that are read as part of no paper, and what stands on a paper besides its form: what of them concerns
the papers.

A correction, another certificate or a code of a foreign site on the second page of a file is seen by whoever opens it,
and by no rule that looks at the paper alone. The picture of the certificate behind an electronic certification report
is such a page too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from degree_verify.decode.actions import Action
from degree_verify.decode.links import deceives, links_of, read_links, read_printed_addresses
from degree_verify.decode.qr import read_codes
from degree_verify.extract.contradictions import contradictions
from degree_verify.extract.denounced import denounced
from degree_verify.extract.leftovers import divided
from degree_verify.extract.void_marks import voids_another
from degree_verify.load.pdf_picture import page_picture
from degree_verify.model.document import (
    EVIDENCE_TYPES,
    PAGE_NOT_READ,
    Code,
    Document,
    Link,
    OtherPage,
    Problem,
    Unread,
    UnreadReason,
)
from degree_verify.model.layout import Layout
from degree_verify.model.ocr import Ocr
from degree_verify.model.page import Page
from degree_verify.model.tools import Tools
from degree_verify.normalise.verification_codes import code_form
from degree_verify.read import picture as reader
from degree_verify.read.ocr import OcrUnavailableError
from degree_verify.recognise.lookalikes import lookalike
from degree_verify.recognise.recognise import is_picture
from degree_verify.recognise.titles import find_titles
from degree_verify.scans import MOST_SCANS, Paper, Scans, is_pictured

CODE = "verification_code"


@dataclass
class OtherPages:
    """The pages of one file beside its papers. `handle` is the opened PDF, None for a picture file; `actions` are the
    file's by page, those of the whole file under 0."""

    papers: Sequence[Paper]
    pages: Sequence[Page]
    scans: Scans
    tools: Tools
    handle: Any = None
    actions: Mapping[int, Sequence[Action]] = field(default_factory=dict)
    _looked: int = 0

    def weighed(self, documents: Iterable[Document]) -> tuple[Document, ...]:
        """The documents of the papers, with what the file does and what its other pages say against each."""
        weighed = [self._weighed(number, document) for number, document in enumerate(documents)]
        # Only now is known of all pages which ones were one too many.
        return tuple(self._owning_up(number, document) for number, document in enumerate(weighed))

    def _owning_up(self, number: int, document: Document) -> Document:
        """The document with the pages of its own, or behind it, at which nobody looked."""
        unseen = [n for n in sorted(self.scans.skipped) if n in document.pages or self._owner(n) == number]
        told = tuple(Problem("read", PAGE_NOT_READ, str(page)) for page in unseen)
        return replace(document, problems=(*document.problems, *told)) if told else document

    def _weighed(self, number: int, document: Document) -> Document:
        own = document.pages or (1,)
        done = [link for page in own for link in self._done_on(page, page)] + self._done_on(0, own[0])
        changed = replace(document, links=(*document.links, *done)) if done else document
        paper = self.papers[number][0]
        if paper.layout is None or document.type not in EVIDENCE_TYPES:
            return changed
        for page in self._beside(number):
            seen = self._legible(page)
            shown = paper.layout.picture_page and is_picture(page)
            certificate = shown or any(lookalike([s]) == "certificate" or self._is_titled(s) for s in seen)
            changed = self._with(changed, paper.layout, page, seen, own=certificate)
        # Of a photograph in a letter only the sheet in it was read.
        for text in filter(None, map(self.scans.text, document.pages)):
            changed = self._with(changed, paper.layout, text, [text])
        for part in paper.parts:
            # Above the form a letter or an application begins, which may speak of another course.
            above, form, below = divided(part, paper.layout)
            changed = self._with(changed, paper.layout, part.page, [above])
            changed = self._with(changed, paper.layout, part.page, [form], own=True, form=True)
            changed = self._with(changed, paper.layout, part.page, [below], own=True)
        return changed

    def _is_titled(self, page: Page) -> bool:
        """Whether a page bears the title of a paper, though too little of its form to be one."""
        papers = {layout.id for layout in self.scans.layouts if layout.type in EVIDENCE_TYPES}
        return any(not papers.isdisjoint(title.layouts) for title in find_titles(page.lines, self.scans.layouts))

    def _done_on(self, key: int, page: int) -> list[Link]:
        return links_of(self.actions.get(key, ()), page, self.tools.policy.trusted_hosts)

    def _beside(self, number: int) -> list[Page]:
        """The pages that belong to no paper and stand behind a paper, or before the first one; and the pictures that
        do belong to it, of which nothing was read."""
        read = {page for pages in self._parts() for page in pages}
        return [page for page in self.pages if page.number not in read and self._owner(page.number) == number]

    def _parts(self) -> list[list[int]]:
        """The pages of each paper of which something was read."""
        return [[p.page.number for p in paper.parts if not is_picture(p.page)] for paper, _ in self.papers]

    def _owner(self, page: int) -> int:
        """The paper that a page belongs to which is part of none: the last one before it, else the first."""
        ends = [max(pages, default=0) for pages in self._parts()]
        return max((index for index, end in enumerate(ends) if end < page), key=ends.__getitem__, default=0)

    def _with(
        self,
        document: Document,
        layout: Layout,
        page: Page,
        seen: Sequence[Page],
        *,
        own: bool = False,
        form: bool = False,
    ) -> Document:
        """The document with what one other page says, as it is `seen`, and holds. `own` says that it is about the very
        certificate, `form` that it is the paper's own form."""
        owner = document.fields["name"].value if "name" in document.fields else ""
        says: dict[str, str] = {}
        marks: list[tuple[int, str]] = []
        known = self._accepted()
        told = [text for number, text in document.void_marks if number == page.number]
        for sight in seen:
            says |= contradictions(sight, document.fields, layout, known, self.tools.schools, own=own, form=form)
            lines = [line.text for line in sight.lines]
            void = () if form else filter(voids_another, lines)  # of a form they are its own void marks
            # A remark that stands by itself is told once, in its own words; the sentence around it adds nothing.
            said = [text for text in denounced(lines, owner) if not any(mark in text for mark in told)]
            marks += [(page.number, text) for text in (*said, *void)]
        belongs = page.number in document.pages  # its codes and links are among the paper's
        shown, named = ((), ()) if belongs else (self._codes(page), self._links(page))
        links = tuple(link for link in named if link.trusted is False)
        codes = tuple(code for code in shown if code.trusted is False)
        if CODE in document.fields and (other := self._other_code((*shown, *named))):
            says.setdefault(CODE, other)
        if not (says or marks or codes or links):
            return document
        stated = [document.fields[name] for name in says]
        left = document.leaving_open(
            Unread(r.field, UnreadReason.CONTRADICTED, says[r.field], r.page, r.box) for r in stated
        )
        return replace(
            left,
            void_marks=(*document.void_marks, *dict.fromkeys(marks)),
            others=(*document.others, OtherPage(page.number, says, codes, links)),
        )

    def _accepted(self) -> dict[str, set[str]]:
        """The values that any paper of the file has: a page that gives them may be another paper's."""
        found: dict[str, set[str]] = {}
        for _, readings in self.papers:
            for name, reading in readings.fields.items():
                found.setdefault(name, set()).add(reading.value)
        return found

    def _legible(self, page: Page) -> list[Page]:
        """A page as its text says, and as its picture shows where pictures take much of it."""
        text = self.scans.text(page.number)
        if page is text:
            return [page]
        if page.number in self.scans.sheets:
            return [self.scans.page(page.number), *([text] if text else [])]
        if not is_pictured(page) or self.handle is None or self.tools.ocr is Ocr.NEVER:
            return [page]
        if self._looked + len(self.scans.sheets) >= MOST_SCANS:
            self.scans.skipped.add(page.number)
            return [page]
        self._looked += 1
        looked = Scans(self.scans.hosts, self.scans.layouts)
        try:
            looked.add(page.number, *page_picture(self.handle, page.number, self.tools.policy.limits))
            looked.sheets[page.number] = reader.read_all(looked.sheets[page.number])
        except OcrUnavailableError:
            return [page]
        return [page, looked.page(page.number)]

    def _codes(self, page: Page) -> tuple[Code, ...]:
        """The codes that a page shows."""
        if page.number in self.scans.sheets:
            return self.scans.seen[page.number].codes
        if self.handle is None:
            return ()
        return read_codes(self.handle, page, self.tools.policy.trusted_hosts, expected=False).codes

    def _other_code(self, shown: Sequence[Code | Link]) -> str | None:
        """A verification code of the issuer's that is none of the file's papers'."""
        known = self._accepted().get(CODE, set())
        found = [code.code.upper() for code in shown if code.code and code.trusted is not False]
        return next((code for code in found if code_form(code) and code not in known), None)

    def _links(self, page: Page) -> tuple[Link, ...]:
        """The links of a page that lead elsewhere without showing it, what it does, and addresses with a code."""
        if self.handle is None:
            return ()
        hosts = self.tools.policy.trusted_hosts
        found = [*read_links(self.handle, page, hosts), *self._done_on(page.number, page.number)]
        return (
            *(link for link in found if deceives(link, page, hosts) or (link.trusted and link.code)),
            *(read_printed_addresses(page, hosts) if page.number not in self.scans.sheets else ()),
        )
