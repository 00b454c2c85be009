"""What a file does beside linking: found wherever it hides, told with its place, never run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pymupdf
import pytest

from degree_verify.decode.actions import read_actions
from degree_verify.decode.links import links_of, read_links
from degree_verify.model.document import Link
from degree_verify.model.geometry import NOWHERE, Box
from degree_verify.read.text_layer import read_page
from tests.read.drawing import ADDRESS, write

HOSTS = ("www.chsi.com.cn",)
ELSEWHERE = "https://report.example.cn/v"
URI = f"<</S/URI/URI({ELSEWHERE})>>"
TRUSTED = f"<</S/URI/URI({ADDRESS})>>"
PRINT = "<</S/JavaScript/JS(this.print\\({bUI:true,bSilent:false}\\);)>>"


def _file(*, annotation: str = "", page: str = "", catalogue: str = "", objects: Sequence[str] = ()) -> Any:
    """A page with a link annotation and further entries; in all texts OBJ0, OBJ1 … are references to `objects`."""
    document = pymupdf.open()
    write(document.new_page(width=595, height=842), 70, 60, "测试样本 TEST SPECIMEN")
    numbers = [document.get_new_xref() for _ in objects]

    def placed(text: str) -> str:
        for index, number in enumerate(numbers):
            text = text.replace(f"OBJ{index}", f"{number} 0 R")
        return text

    for number, text in zip(numbers, objects, strict=True):
        document.update_object(number, placed(text))
    if annotation:
        number = document.get_new_xref()
        document.update_object(number, f"<</Type/Annot/Rect[100 722 200 742]{placed(annotation)}>>")
        document.xref_set_key(document[0].xref, "Annots", f"[{number} 0 R]")
    for xref, entries in ((document[0].xref, page), (document.pdf_catalog(), catalogue)):
        key, _, value = placed(entries).partition(" ")
        if key:
            document.xref_set_key(xref, key, value)
    return pymupdf.open(stream=document.tobytes(), filetype="pdf")


def _found(handle: Any) -> list[Link]:
    actions = [*(found := read_actions(handle)).get(1, ()), *found.get(0, ())]
    return [*read_links(handle, read_page(handle, 1), HOSTS), *links_of(actions, 1, HOSTS)]


@pytest.mark.parametrize(
    ("annotation", "kind"),
    [
        (f"/Subtype/Link/A<</S/Launch/F({ELSEWHERE})>>", "launch"),
        ("/Subtype/Link/A<</S/Launch/Win<</F(setup.exe)>>>>", "launch"),
        (f'/Subtype/Link/A<</S/JavaScript/JS(app.launchURL\\("{ELSEWHERE}"\\))>>', "javascript"),
        ("/Subtype/Link/A<</S/Rendition/JS(f\\(\\))>>", "javascript"),
        ("/Subtype/Link/A<</S/JavaScript/JS(this.print\\(\\); f\\(\\))>>", "javascript"),
        (f"/Subtype/Link/A<</S/SubmitForm/F<</FS/URL/F({ELSEWHERE})>>>>", "submit-form"),
        ("/Subtype/Screen/AA<</U<</S/ImportData/F(a.fdf)>>>>", "import-data"),
        ("/Subtype/Link/A<</S/GoToE/T<</R/C/N(a)>>>>", "launch"),
        ("/Subtype/Link/A<</S/Thread/F(other.pdf)/D 0>>", "launch"),
        ("/Subtype/Link/A<</S/Hide/T(a)>>", "show"),
        ("/Subtype/Link/A<</S/SetOCGState/State[/OFF]>>", "show"),
    ],
)
def test_action_that_is_no_link_is_told_with_its_kind_and_place(annotation: str, kind: str) -> None:
    link = _found(_file(annotation=annotation))[-1]

    assert (link.trusted, link.problems) == (False, (kind,))
    assert link.box == Box(100, 100, 200, 120)


@pytest.mark.parametrize(
    "where",
    [
        {"annotation": f"/Subtype/Link/A<</S/Named/N/NextPage/Next{URI}>>"},
        {"annotation": f"/Subtype/Link/A<</S/Named/N/NextPage/Next[<</S/Named/N/Print>>{URI}]>>"},
        {"annotation": f"/Subtype/Widget/FT/Btn/A{URI}"},
        {"annotation": f"/Subtype/Link/AA<</E{URI}>>"},
        {"annotation": f"/Subtype/Link/PA{URI}"},
        {"annotation": f"/Subtype/Link/A<</S/GoToR/F({ELSEWHERE})/D[0/Fit]>>"},
        {"catalogue": "Outlines <</First OBJ0>>", "objects": ("<</Title(a)/Next OBJ1>>", f"<</Title(b)/A{URI}>>")},
        {"page": f"AA <</O{URI}>>"},
        {"catalogue": f"OpenAction {URI}"},
        {"catalogue": f"AA <</WC{URI}>>"},
        {"catalogue": "OpenAction OBJ0", "objects": (f"<</S/Named/N/Print/Next{URI}>>",)},
    ],
)
def test_address_is_found_wherever_it_is_called_from(where: dict[str, Any]) -> None:
    (link,) = _found(_file(**where))

    assert (link.host, link.trusted) == ("report.example.cn", False)


def test_script_that_the_file_runs_by_itself_stands_nowhere() -> None:
    names = "Names <</JavaScript<</Kids[<</Names[(a)<</S/JavaScript/JS(f\\(\\))>>]>>]>>>>"
    (link,) = _found(_file(catalogue=names))

    assert (link.problems, link.box) == (("javascript",), NOWHERE)


@pytest.mark.parametrize(
    "where",
    [
        {"annotation": "/Subtype/Link/A<</S/Named/N/NextPage>>"},
        {"annotation": "/Subtype/Link/Dest[0/Fit]"},
        {"catalogue": "OpenAction [0/XYZ null null 0]"},
        {"catalogue": f"OpenAction {PRINT}"},
        {"catalogue": "OpenAction <</S/Named/N/Print>>"},
    ],
)
def test_printing_and_moving_within_the_file_are_nothing(where: dict[str, Any]) -> None:
    assert _found(_file(**where)) == []


def test_link_of_its_own_is_told_once_and_the_action_behind_it_too() -> None:
    links = _found(_file(annotation=f"/Subtype/Link/A<</S/URI/URI({ADDRESS})/Next{URI}>>"))

    assert [link.host for link in links] == ["www.chsi.com.cn", "report.example.cn"]


def test_actions_that_follow_each_other_in_a_ring_come_to_an_end() -> None:
    ring = ("<</S/Named/N/NextPage/Next OBJ1>>", f"<</S/URI/URI({ELSEWHERE})/Next[OBJ0 OBJ1 OBJ0]>>")
    (link,) = _found(_file(catalogue="OpenAction OBJ0", objects=ring))

    assert link.host == "report.example.cn"


def test_actions_without_end_are_bounded_and_the_rest_is_told() -> None:
    action = "<</S/Launch/F(a)>>"
    links = _found(_file(annotation=f"/Subtype/Screen/A<</S/Named/Next[{action * 5000}]>>"))

    assert [link.problems for link in links] == [("launch",)] * 200 + [("unfollowed",)]


def _nested(depth: int) -> str:
    return f"<</S/Launch/F(a)/Next{_nested(depth - 1)}>>" if depth else "<</S/Launch/F(a)>>"


@pytest.mark.parametrize(
    "where",
    [
        {"annotation": f"/Subtype/Screen/A<</S/Named/Next[{TRUSTED * 300}<</S/JavaScript/JS(f)>>]>>"},
        {"catalogue": f"OpenAction {_nested(40)}"},
        {"page": "AA <<" + "".join(f"/K{n}<</S/Named/N/NextPage>>" for n in range(300)) + f"/O{URI}>>"},
    ],
)
def test_nothing_is_hidden_behind_what_is_not_followed(where: dict[str, Any]) -> None:
    assert _found(_file(**where))[-1].problems == ("unfollowed",)


def test_nested_as_deep_as_it_is_followed_is_whole() -> None:
    assert {link.problems for link in _found(_file(catalogue=f"OpenAction {_nested(12)}"))} == {("launch",)}


def test_script_kept_as_a_stream_is_told_without_being_looked_into() -> None:
    document = _file(catalogue="OpenAction <</S/JavaScript/JS OBJ0>>", objects=("<<>>",))
    assert [link.problems for link in _found(document)] == [("javascript",)]
