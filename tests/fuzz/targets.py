"""What is fuzzed: everything that reads what strangers, clerks or editors wrote. Only our typed errors may leave."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

import degree_verify as dv
from degree_verify.batch import tools_for
from degree_verify.decode.payload import read_payload
from degree_verify.errors import DegreeVerifyError
from degree_verify.load.layouts import load_layout
from degree_verify.load.schools import import_schools
from degree_verify.model.geometry import Box
from degree_verify.model.outcome import Verdict
from degree_verify.pipeline import read_file

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).parent / "corpus"
POLICY = dv.load_policy("anhui-2023h1")


def _document(data: bytes) -> None:
    for document in read_file(data, "x.pdf", tools_for(POLICY)):
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


TARGETS: dict[str, tuple[Callable[[bytes], None], str]] = {
    "document": (_document, "fixtures/documents/*/*.pdf"),
    "payload": (_payload, "tests/fuzz/seeds/payload/*"),
    "roster": (_in_file(".xlsx", dv.read_roster), "fixtures/demo/roster.xlsx"),
    "roster-text": (_in_file(".csv", dv.read_roster), "tests/fuzz/seeds/roster/*"),
    "policy": (_in_file(".toml", dv.load_policy), "templates/policies/*.toml"),
    "layout": (_in_file(".toml", load_layout), "templates/documents/*.toml"),
    "schools": (_in_file(".csv", lambda path: import_schools([path])), "tests/fuzz/seeds/schools/*"),
}
"""The function that takes any bytes, and the files that the fuzzer starts from."""


@cache
def seeds(target: str) -> tuple[bytes, ...]:
    found = (path.read_bytes() for path in sorted(ROOT.glob(TARGETS[target][1])))
    return tuple(data for data in found if len(data) < 100_000)


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
