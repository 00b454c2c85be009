"""The pictures of a run: drawn once, never at the cost of a document."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from typing import Any

import pymupdf
import pytest

import degree_verify as dv
from degree_verify import album
from degree_verify.api import make_bench
from degree_verify.errors import RunFolderError
from degree_verify.executors import InlineExecutor, TaskFailedError
from degree_verify.load.stores import StoreInbox
from degree_verify.outputs import prepare_folder
from degree_verify.resources import demo
from degree_verify.rules.registry import all_rules
from degree_verify.run import finished_run, judge_all, read_inbox, run_info
from degree_verify.store import Store
from tests.read.drawing import draw_record, write

POLICY = dv.load_policy("anhui-2023h1")


class Drawing(InlineExecutor):
    """Counts the files that are drawn; those named fail so many times as if their worker had died."""

    def __init__(self, *failing: str, kind: str = "crash", times: int = 9) -> None:
        self.drawn: list[str] = []
        self.failing, self.kind, self.times = failing, kind, times

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        path = args[1].path
        self.drawn.append(path)
        if path not in self.failing or self.drawn.count(path) > self.times:
            return super().submit(fn, *args, **kwargs)
        future: Future[Any] = Future()
        future.set_exception(TaskFailedError(self.kind, "it died"))
        return future


def quiet(stage: str, done: int, total: int) -> None: ...


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for source in sorted((demo() / "inbox").rglob("*.pdf"))[:6]:
        shutil.copy(source, folder)
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def checked(inbox: Path | StoreInbox, out: Path) -> Store:
    store = prepare_folder(out, fresh=False)
    on = make_bench(POLICY, dv.read_roster(demo() / "roster.xlsx"), date(2023, 6, 5), all_rules())
    ignored = read_inbox(store, inbox, on.tools, InlineExecutor(), 1, (), quiet)
    store.set_meta({"inbox": str(inbox.resolve())})
    store.save_candidates(on.roster)
    judge_all(store, on, run_info("inbox", on, ignored), quiet)
    return store


def draw(store: Store, out: Path, executor: InlineExecutor) -> None:
    album.draw_missing(store, out, POLICY.limits, executor, 1, quiet)


def test_every_page_is_drawn_once_the_flagged_first(inbox: Path, out: Path) -> None:
    with checked(inbox, out) as store:
        draw(store, out, first := Drawing())
        draw(store, out, again := Drawing())
        run = finished_run(store)
        verdicts = {r.document.path: r.verdict for r in run.results() if r.document}
        kept = [picture for r in run.results() if r.document for picture in run.pictures(r.document)]
    assert sorted(first.drawn) == sorted(path.name for path in inbox.iterdir())
    accepted = [verdicts[path] is dv.Verdict.ACCEPT for path in first.drawn]
    assert accepted == sorted(accepted)
    assert again.drawn == []
    assert len(kept) >= 6
    assert {out / picture.name for picture in kept} == set((out / "pages").glob("*/*"))


def test_another_page_of_the_file_that_speaks_against_the_paper_is_drawn_beside_it(tmp_path: Path, out: Path) -> None:
    document = pymupdf.open()
    draw_record(document)
    for line in ("普通高等学校结业证书", "尊敬的老师：请查收。"):
        write(document.new_page(width=595, height=842), 70, 80, line)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.pdf").write_bytes(document.tobytes())
    with checked(tmp_path / "inbox", out) as store:
        draw(store, out, Drawing())
        run = finished_run(store)
        (paper,) = [result.document for result in run.results() if result.document]
    assert paper.pages == (1,)
    with Store(out / "run.sqlite") as store:
        assert [picture.page for picture in finished_run(store).pictures(paper)] == [1, 2]


@pytest.mark.parametrize(("kind", "tried_by_the_next_run"), [("crash", True), ("timeout", False)])
def test_a_worker_that_dies_twice_while_drawing_costs_its_picture_only(
    inbox: Path, out: Path, kind: str, tried_by_the_next_run: bool
) -> None:
    unlucky = sorted(path.name for path in inbox.iterdir())[0]
    with checked(inbox, out) as store:
        before = list(finished_run(store).results())
        draw(store, out, first := Drawing(unlucky, kind=kind))
        run = finished_run(store)
        assert list(run.results()) == before
        pictures = {r.document.path: run.pictures(r.document) for r in run.results() if r.document}
        draw(store, out, again := Drawing())
    assert [path for path, found in pictures.items() if not found] == [unlucky]
    assert first.drawn.count(unlucky) == 2
    assert again.drawn == [unlucky] * tried_by_the_next_run


def test_a_worker_that_dies_once_while_drawing_costs_no_picture(inbox: Path, out: Path) -> None:
    unlucky = sorted(path.name for path in inbox.iterdir())[0]
    with checked(inbox, out) as store:
        draw(store, out, Drawing(unlucky, times=1))
        run = finished_run(store)
        assert all(run.pictures(result.document) for result in run.results() if result.document)


def test_a_file_that_changed_after_it_was_read_is_not_drawn(inbox: Path, out: Path) -> None:
    first, second, *_ = sorted(inbox.iterdir())
    with checked(inbox, out) as store:
        shutil.copyfile(second, first)
        draw(store, out, Drawing())
        run = finished_run(store)
        (changed,) = [r.document for r in run.results() if r.document and r.document.path == first.name]
        assert run.pictures(changed) == ()


def test_pages_of_an_archive_are_drawn_as_those_of_its_folder(inbox: Path, out: Path, tmp_path: Path) -> None:
    archive = tmp_path / "uploads.zip"
    with zipfile.ZipFile(archive, "w") as book:
        for path in inbox.iterdir():
            book.write(path, path.name)
    with checked(inbox, out) as store:
        draw(store, out, Drawing())
    with checked(StoreInbox(f"zip://{archive}"), tmp_path / "other") as store:
        draw(store, tmp_path / "other", Drawing())
    pictures = {path.relative_to(out): path.read_bytes() for path in (out / "pages").glob("*/*")}
    assert pictures
    assert pictures == {
        path.relative_to(tmp_path / "other"): path.read_bytes() for path in (tmp_path / "other" / "pages").glob("*/*")
    }


def test_a_store_that_does_not_answer_is_asked_again(
    inbox: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "uploads.zip"
    with zipfile.ZipFile(archive, "w") as book:
        for path in inbox.iterdir():
            book.write(path, path.name)
    with checked(StoreInbox(f"zip://{archive}"), out) as store:
        with monkeypatch.context() as away:
            away.setattr(StoreInbox, "read", _away)
            draw(store, out, Drawing())
        assert not (out / "pages").exists()
        draw(store, out, again := Drawing())
        assert len(again.drawn) == 6
        archive.unlink()
        assert not album.missing(store)


def _away(*_: object) -> bytes:
    raise ConnectionError


def test_pictures_of_files_that_are_gone_are_removed(inbox: Path, out: Path) -> None:
    with checked(inbox, out) as store:
        draw(store, out, Drawing())
    before = set((out / "pages").glob("*/*"))
    sorted(inbox.iterdir())[0].unlink()
    (out / "pages" / "00").mkdir(exist_ok=True)
    (out / "pages" / "00" / f"{'0' * 64}-1.part").write_bytes(b"")  # left by a kill
    with checked(inbox, out) as store:
        album.tidy(store, out)
    assert set((out / "pages").glob("*/*")) < before


def test_a_picture_that_cannot_be_saved_says_what_to_do(inbox: Path, out: Path) -> None:
    with checked(inbox, out) as store:
        (out / "pages").write_bytes(b"in the way")
        with pytest.raises(RunFolderError, match="--no-images"):
            draw(store, out, Drawing())
