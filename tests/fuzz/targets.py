"""What is fuzzed: everything that reads what strangers, clerks or editors wrote. Only our typed errors may leave."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from hypothesis import strategies as st
from PIL import Image

import degree_verify as dv
from degree_verify.batch import tools_for
from degree_verify.decode.payload import read_payload
from degree_verify.errors import DegreeVerifyError
from degree_verify.load.layouts import load_layout
from degree_verify.load.schools import import_schools
from degree_verify.lookup.page import read_page
from degree_verify.model.geometry import Box
from degree_verify.model.lookup import AnswerState
from degree_verify.model.ocr import Ocr
from degree_verify.model.outcome import Verdict
from degree_verify.pipeline import read_file
from tests.support import answer_pages
from tests.support.degrade import as_pdf, rendered, saved
from tests.support.specimens import draft, specimen

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).parent / "corpus"
MOST_BYTES = 150_000
"""Of a file to start from."""

POLICY = dv.load_policy("anhui-2023h1")


def _document(data: bytes) -> None:
    """A file of any kind, pictures with their recognition included."""
    for document in read_file(data, "x.pdf", tools_for(POLICY, Ocr.AUTO)):
        problem = document.problem
        assert problem is None or problem.kind != "error", problem
    results = dv.Verifier(POLICY, as_of=None).verify(data)
    assert results
    assert all(
        result.verdict is not Verdict.ACCEPT for result in results if result.document and result.document.problem
    )


def _payload(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    read_payload(text, 1, Box(0, 0, 1, 1), POLICY.trusted_hosts)


def _answer(data: bytes) -> None:
    content = read_page(data)
    assert bool(content.fields) == (content.state is AnswerState.REPORT)


def _in_file(ending: str, read: Callable[[Path], object]) -> Callable[[bytes], None]:
    def run(data: bytes) -> None:
        with tempfile.NamedTemporaryFile(suffix=ending) as stream:
            stream.write(data)
            stream.flush()
            try:
                read(Path(stream.name))
            except DegreeVerifyError:
                return

    return run


def _files(pattern: str) -> Callable[[], Iterable[bytes]]:
    return lambda: (path.read_bytes() for path in sorted(ROOT.glob(pattern)))


def _pictures() -> Iterator[bytes]:
    """The upper part of a specimen in every format, small so that many can be tried, and once as a page of a PDF."""
    part = rendered(specimen("registration-record-c", seed=3), 72)[60:190, 40:400]
    for form in ("PNG", "TIFF", "BMP", "WEBP"):
        yield saved(part, form=form)
    yield saved(part)
    turned = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "maker"  # orientation, maker
    Image.fromarray(part).save(turned, "WEBP", exif=exif)
    yield turned.getvalue()
    yield as_pdf(saved(part))


def _answers() -> Iterator[bytes]:
    paper = draft(seed=3)
    yield from (page.encode() for page in (answer_pages.report(paper), answer_pages.former_report(paper, "name")))
    yield from (answer_pages.sentence(state).encode() for state in answer_pages.SENTENCES)
    yield answer_pages.page(answer_pages.CAPTCHA).encode()
    yield answer_pages.page(answer_pages.LOGIN).encode("gb18030")


TARGETS: dict[str, tuple[Callable[[bytes], None], Callable[[], Iterable[bytes]]]] = {
    "document": (_document, _files("fixtures/documents/*/*.pdf")),
    "picture": (_document, _pictures),
    "payload": (_payload, _files("tests/fuzz/seeds/payload/*")),
    "answer": (_answer, _answers),
    "roster": (_in_file(".xlsx", dv.read_roster), _files("fixtures/demo/roster.xlsx")),
    "roster-text": (_in_file(".csv", dv.read_roster), _files("tests/fuzz/seeds/roster/*")),
    "policy": (_in_file(".toml", dv.load_policy), _files("templates/policies/*.toml")),
    "layout": (_in_file(".toml", load_layout), _files("templates/documents/*.toml")),
    "schools": (_in_file(".csv", lambda path: import_schools([path])), _files("tests/fuzz/seeds/schools/*")),
}
"""The function that takes any bytes, and what the fuzzer starts from."""


@cache
def seeds(target: str) -> tuple[bytes, ...]:
    return tuple(data for data in TARGETS[target][1]() if len(data) < MOST_BYTES)


def corpus(target: str) -> Iterator[Path]:
    """Inputs that once broke a target."""
    return iter(sorted((CORPUS / target).glob("*")))


_TOKENS = (
    b"0",
    b"-1",
    b"99999999999999999999",
    b"1e308",
    b"nan",
    b"null",
    b"[]",
    b"{}",
    b"<<>>",
    b"1 0 R",
    b"''",
    b"\x00",
)
_PLACE = st.floats(0, 1, exclude_max=True)
_EDIT = st.one_of(
    st.tuples(st.just("set"), _PLACE, st.binary(min_size=1, max_size=4)),
    st.tuples(st.just("token"), _PLACE, st.sampled_from(_TOKENS)),
    st.tuples(st.just("insert"), _PLACE, st.binary(max_size=30)),
    st.tuples(st.just("delete"), _PLACE, st.integers(1, 400)),
    st.tuples(st.just("repeat"), _PLACE, st.integers(1, 400)),
    st.tuples(st.just("cut"), _PLACE, st.none()),
)


@st.composite
def mutated(draw: st.DrawFn, target: str) -> bytes:
    """A seed with some edits; now and then nothing but bytes."""
    if draw(st.integers(0, 19)) == 0:
        return draw(st.binary(max_size=200))
    data = draw(st.sampled_from(seeds(target)))
    for kind, place, what in draw(st.lists(_EDIT, min_size=1, max_size=8)):
        at = int(place * len(data))
        if kind in ("set", "token"):
            data = data[:at] + what + data[at + len(what) :]
        elif kind == "insert":
            data = data[:at] + what + data[at:]
        elif kind == "delete":
            data = data[:at] + data[at + what :]
        elif kind == "repeat":
            data = data[: at + what] + data[at:]
        else:
            data = data[:at]
    return data
