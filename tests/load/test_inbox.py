"""The inbox: what counts as evidence, what is only listed, and reading exactly what was found."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from degree_verify.errors import UsageError
from degree_verify.load.inbox import InboxFile, list_inbox, read_bytes
from degree_verify.model.file import FileProblem
from degree_verify.model.policy import Limits


def only(inbox: Path) -> InboxFile:
    (file,), _ = list_inbox(inbox)
    return file


def test_files_are_evidence_by_ending_or_by_content(tmp_path: Path) -> None:
    (tmp_path / "sub" / "deep").mkdir(parents=True)
    (tmp_path / "a.PDF").write_bytes(b"no pdf at all")
    (tmp_path / "sub" / "b.dat").write_bytes(b"%PDF-1.7 ...")
    (tmp_path / "sub" / "deep" / "c").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    (tmp_path / "letter.docx").write_bytes(b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml")
    (tmp_path / "bundle.zip").write_bytes(b"PK\x03\x04" + bytes(26) + b"a.pdf")
    (tmp_path / "._a.pdf").write_bytes(b"\x00\x05\x16\x07")
    files, ignored = list_inbox(tmp_path)
    assert [file.path for file in files] == ["a.PDF", "sub/b.dat", "sub/deep/c"]
    assert {(file.path, file.reason) for file in ignored} == {
        ("._a.pdf", "other-kind"),
        ("bundle.zip", "archive"),
        ("letter.docx", "office-file"),
        ("notes.txt", "other-kind"),
    }


def test_links_and_devices_are_listed_and_never_opened(tmp_path: Path) -> None:
    inbox, outside = tmp_path / "inbox", tmp_path / "outside"
    inbox.mkdir()
    outside.mkdir()
    (outside / "x.pdf").write_bytes(b"%PDF-1.7")
    (inbox / "link.pdf").symlink_to(outside / "x.pdf")
    (inbox / "folder").symlink_to(outside)
    os.mkfifo(inbox / "pipe.pdf")
    files, ignored = list_inbox(inbox)
    assert files == []
    assert {(file.path, file.reason) for file in ignored} == {
        ("link.pdf", "symbolic-link"),
        ("folder", "symbolic-link"),
        ("pipe.pdf", "special-file"),
    }


def test_the_roster_is_listed_and_the_output_folder_passed_over(tmp_path: Path) -> None:
    (tmp_path / "roster.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "x.pdf").write_bytes(b"%PDF-1.7")
    files, ignored = list_inbox(tmp_path, [tmp_path / "roster.pdf", tmp_path / "out"])
    assert files == []
    assert [(file.path, file.reason) for file in ignored] == [("roster.pdf", "roster")]


@pytest.mark.parametrize(
    "name", [b"\xc4\xe3.pdf", b"-rf.pdf", b"a\nb.pdf", b"\xe2\x80\xaefdp.pdf", b"<script>.pdf", b"x" * 251 + b".pdf"]
)
def test_any_file_name_is_read(tmp_path: Path, name: bytes) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"%PDF-1.7")
    file = only(tmp_path)
    file.path.encode("utf-8")  # a name of any bytes is shown as text that every output can hold
    assert read_bytes(tmp_path, file, Limits()) == b"%PDF-1.7"


def test_a_folder_named_like_a_document_is_searched(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").mkdir()
    (tmp_path / "x.pdf" / "y.pdf").write_bytes(b"%PDF-1.7")
    assert only(tmp_path).path == "x.pdf/y.pdf"


def test_an_inbox_that_is_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="none"):
        list_inbox(tmp_path / "none")


def test_a_file_that_vanished_changed_or_became_a_link_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7")
    file = only(tmp_path)
    path.write_bytes(b"%PDF-1.7 more")
    assert read_bytes(tmp_path, file, Limits()) == FileProblem("vanished")
    path.unlink()
    assert read_bytes(tmp_path, file, Limits()) == FileProblem("vanished")
    (tmp_path / "target").write_bytes(b"%PDF-1.7")
    path.symlink_to(tmp_path / "target")
    problem = read_bytes(tmp_path, file, Limits())
    assert isinstance(problem, FileProblem)
    assert problem.kind == "unreadable"


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.pdf").open("wb") as stream:
        stream.truncate(3 * 1024 * 1024)
    problem = read_bytes(tmp_path, only(tmp_path), Limits(file_megabytes=2))
    assert problem == FileProblem("too-large", "3 MB > 2 MB")


def test_the_stamp_follows_the_content(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7")
    before = only(tmp_path)
    os.utime(path, ns=(1, 1))
    path.write_bytes(b"%PDF-1.6")
    os.utime(path, ns=(1, 1))
    assert only(tmp_path).stamp != before.stamp
