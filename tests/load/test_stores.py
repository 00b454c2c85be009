"""Inboxes in archives and object stores: the same results as from a folder, in bounded memory."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import s3fs
from moto.server import ThreadedMotoServer

import degree_verify as dv
from degree_verify import fetching
from degree_verify.errors import UsageError
from degree_verify.fetching import FetchingExecutor
from degree_verify.load.inbox import InboxFile, SentInbox
from degree_verify.load.stores import StoreInbox, open_inbox
from degree_verify.model.file import FileProblem
from degree_verify.model.policy import Limits
from degree_verify.model.result import Result
from degree_verify.resources import demo

AS_OF = date(2023, 6, 5)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few papers in folders, something that is none, and a paper under another ending."""
    inbox = tmp_path_factory.mktemp("inbox")
    papers = sorted((demo() / "inbox").rglob("*.pdf"))[:4]
    (inbox / "张三").mkdir()
    for number, paper in enumerate(papers):
        (inbox / ("张三" if number % 2 else ".") / f"{number}.pdf").write_bytes(paper.read_bytes())
    (inbox / "upload.bin").write_bytes(papers[0].read_bytes())
    (inbox / "readme.txt").write_text("no paper", encoding="utf-8")
    return inbox


def packed(folder: Path, archive: Path, name_of: Callable[[str], str] = str) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as book:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                book.write(path, name_of(path.relative_to(folder).as_posix()))
    return archive


def lines(inbox: str | Path) -> list[Any]:
    return [plain(result) for result in dv.verify_folder(inbox, as_of=AS_OF)]


def plain(result: Result) -> Any:
    return result.to_dict()


def test_an_archive_gives_what_its_folder_gives(folder: Path, tmp_path: Path) -> None:
    archive = packed(folder, tmp_path / "uploads.zip")
    assert lines(f"zip://{archive}") == lines(folder)
    files, ignored = StoreInbox(f"zip://{archive}").list()
    assert [file.path for file in files] == ["0.pdf", "2.pdf", "upload.bin", "张三/1.pdf", "张三/3.pdf"]
    assert [(file.path, file.reason) for file in ignored] == [("readme.txt", "other-kind")]


def test_names_in_an_archive_of_a_chinese_windows_are_read(folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "windows.zip"
    packed(folder, archive)
    data = archive.read_bytes()
    name = "张三".encode()
    assert name in data
    # The same length, so that no offset changes: six bytes of UTF-8 become six of GB 18030, and the flag is cleared.
    data = data.replace(name, "张三丰".encode("gb18030"))
    with zipfile.ZipFile(archive) as book:
        flags = {info.header_offset for info in book.infolist() if info.flag_bits & 0x800}
    patched = bytearray(data)
    for offset in flags:
        patched[offset + 7] &= ~0x08
    place = patched.find(b"PK\x01\x02")
    while place >= 0:
        patched[place + 9] &= ~0x08
        place = patched.find(b"PK\x01\x02", place + 4)
    archive.write_bytes(patched)
    store = StoreInbox(f"zip://{archive}")
    files, _ = store.list()
    assert "张三丰/1.pdf" in [file.path for file in files]
    assert all(isinstance(store.read(file, Limits()), bytes) for file in files)


def test_what_is_wrong_with_a_packed_file_is_said(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as book:
        book.writestr("large.pdf", b"%PDF-1.7" + bytes(2 * 1024 * 1024))
        book.writestr("damaged.pdf", b"%PDF-1.7 abcdefgh")
    archive.write_bytes(archive.read_bytes().replace(b"abcdefgh", b"abcdefgX"))
    store = StoreInbox(f"zip://{archive}")
    read = {file.path: store.read(file, Limits(file_megabytes=1)) for file in store.list()[0]}
    assert read["damaged.pdf"] == FileProblem("damaged", "BadZipFile")
    assert isinstance(read["large.pdf"], FileProblem)
    assert read["large.pdf"].kind == "too-large"


def test_addresses_that_lead_nowhere_are_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_text("no archive", encoding="utf-8")
    for address in (f"zip://{tmp_path}/missing.zip", f"zip://{tmp_path}/no.zip", "ftp://host/folder"):
        with pytest.raises(UsageError, match=address.split(":")[0]):
            open_inbox(address)
    assert open_inbox(f"file://{tmp_path}") == tmp_path
    assert open_inbox("inbox") == Path("inbox")


@pytest.fixture
def bucket(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The folder in a bucket of an S3-compatible server on this machine."""
    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    try:
        system = s3fs.S3FileSystem(skip_instance_cache=True)
        system.mkdir("uploads")
        for path in folder.rglob("*"):
            if path.is_file():
                system.pipe_file(f"uploads/term/{path.relative_to(folder).as_posix()}", path.read_bytes())
        yield "s3://uploads/term"
    finally:
        server.stop()


def test_a_bucket_gives_what_its_folder_gives(folder: Path, bucket: str) -> None:
    assert lines(bucket) == lines(folder)
    with pytest.raises(UsageError, match="s3"):
        StoreInbox("s3://nowhere/term").list()


class Slow(Executor):
    """Notes how many bytes its tasks hold at the same time."""

    def __init__(self) -> None:
        self.lock, self.held, self.most = threading.Lock(), 0, 0
        self.pool = ThreadPoolExecutor(4)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return self.pool.submit(self.run, *args)

    def run(self, inbox: SentInbox, file: InboxFile) -> str:
        with self.lock:
            self.held += inbox.size
            self.most = max(self.most, self.held)
        threading.Event().wait(0.01)
        with self.lock:
            self.held -= inbox.size
        return file.path


def test_no_more_is_fetched_than_is_to_be_in_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "IN_HAND_MEGABYTES", 2)
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as book:
        for number in range(20):
            book.writestr(f"{number:02}.pdf", b"%PDF-1.7" + bytes(700_000))
    store, slow = StoreInbox(f"zip://{archive}"), Slow()
    executor = FetchingExecutor(slow, Limits())
    files, _ = store.list()
    answers = [executor.submit(print, store, file) for file in files]
    assert [answer.result(60) for answer in answers] == [file.path for file in files]
    assert 700_000 < slow.most <= 2 * 1024 * 1024


def test_a_store_that_is_away_fails_the_task_and_not_the_paper(tmp_path: Path) -> None:
    class Away(StoreInbox):
        def __init__(self) -> None: ...

        def read(self, file: InboxFile, limits: Limits) -> bytes | FileProblem:
            raise ConnectionError("away")

    executor = FetchingExecutor(Slow(), Limits())
    failure = executor.submit(print, Away(), InboxFile(b"a.pdf", "a.pdf", 1, "1")).exception(60)
    assert isinstance(failure, ConnectionError)
