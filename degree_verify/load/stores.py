"""Inboxes that are no local folder: object stores and archives, by fsspec address."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from degree_verify.errors import UsageError
from degree_verify.load.inbox import EVIDENCE_ENDINGS, InboxFile, shown
from degree_verify.load.sniff import sniff
from degree_verify.model.file import FileProblem
from degree_verify.model.policy import Limits
from degree_verify.model.run import IgnoredFile

SCHEMES = ("s3", "zip")
"""Read in place. `file://` is the local folder that it names; anything else is refused."""

_MEGABYTE = 1024 * 1024
_HEAD = 1024
_STAMPS = ("ETag", "etag", "CRC", "LastModified", "date_time", "mtime", "created")
_UTF8_NAME = 0x800


class StoreInbox:
    """The files below an address such as `s3://bucket/term` or `zip://uploads.zip`.

    Raises UsageError when the extra is missing, or there is nothing that can be listed.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        scheme, _, rest = address.partition("://")
        try:
            from fsspec.core import url_to_fs  # noqa: PLC0415  (an extra)

            whole = f"zip://::{Path(rest).absolute().as_uri()}" if scheme == "zip" else address
            self._system, self._root = url_to_fs(whole, skip_instance_cache=True)
        except ImportError:
            raise UsageError(
                f"读取 {address} 需要先安装：pip install 'degree-verify[stores]'",
                f"{address} needs an extra: pip install 'degree-verify[stores]'",
            ) from None
        except (OSError, ValueError, BadZipFile) as error:
            raise _unreachable(address, error) from None

    def __str__(self) -> str:
        return self.address

    def resolve(self) -> str:
        """The address, as it leads here from any working folder."""
        scheme, _, rest = self.address.partition("://")
        return f"zip://{Path(rest).absolute()}" if scheme == "zip" else self.address

    def list(self) -> tuple[list[InboxFile], list[IgnoredFile]]:
        """The files to read and those that are not, both in the order of their paths."""
        try:
            found = self._system.find(self._root, detail=True)
        except Exception as error:  # whatever a store's own library raises
            raise _unreachable(self.address, error) from None
        if not found and not self._system.exists(self._root):
            raise _unreachable(self.address, FileNotFoundError(self._root))
        files: list[InboxFile] = []
        ignored: list[IgnoredFile] = []
        for name, about in found.items():
            key = name.removeprefix(self._root).lstrip("/").encode("utf-8", "surrogateescape")
            path = self._path(name, key)
            if self._is_evidence(name, path):
                stamp = "-".join(str(about[field]) for field in ("size", *_STAMPS) if field in about)
                files.append(InboxFile(key, path, int(about["size"] or 0), stamp))
            else:
                ignored.append(IgnoredFile(path, "other-kind"))
        return sorted(files, key=lambda file: file.path), sorted(ignored, key=lambda file: file.path)

    def read(self, file: InboxFile, limits: Limits) -> bytes | FileProblem:
        """The bytes of a file, or what is wrong with it. Raises the library's own errors when the store is away."""
        if file.size > limits.file_megabytes * _MEGABYTE:
            return FileProblem("too-large", f"{file.size // _MEGABYTE} MB > {limits.file_megabytes} MB")
        try:
            with self._system.open(self._name(file.key), "rb") as stream:
                data = bytes(stream.read(file.size + 1))
        except FileNotFoundError:
            return FileProblem("vanished")
        except (BadZipFile, NotImplementedError) as error:
            return FileProblem("damaged", type(error).__name__)
        except RuntimeError:  # how zipfile says that a password is needed
            return FileProblem("encrypted")
        return data if len(data) == file.size else FileProblem("vanished")

    def _name(self, key: bytes) -> str:
        text = key.decode("utf-8", "surrogateescape")
        return f"{self._root.rstrip('/')}/{text}" if self._root else text

    def _is_evidence(self, name: str, path: str) -> bool:
        if path.lower().endswith(EVIDENCE_ENDINGS) and not path.rpartition("/")[2].startswith("._"):
            return True
        try:
            with self._system.open(name, "rb") as stream:
                return sniff(stream.read(_HEAD)) is not None
        except Exception:  # listed as ignored, as a local file is that cannot be opened
            return False

    def _path(self, name: str, key: bytes) -> str:
        """A name as it is shown. Chinese Windows writes names in its own encoding, which archives do not tell."""
        archive: Any = getattr(self._system, "zip", None)
        if archive is None or archive.getinfo(name).flag_bits & _UTF8_NAME:
            return shown(key)
        try:
            return name.encode("cp437").decode("gb18030")
        except UnicodeError:
            return shown(key)


def open_inbox(address: str) -> Path | StoreInbox:
    """The inbox of an address: a local folder, an object store, or an archive. Raises UsageError for other schemes."""
    scheme, sign, rest = address.partition("://")
    if not sign:
        return Path(address)
    if scheme == "file":
        return Path(rest)
    if scheme not in SCHEMES:
        raise UsageError(
            f"不支持 {scheme}://，可用：本地文件夹、file://、s3://、zip://",
            f"{scheme}:// is not known; use a local folder, file://, s3:// or zip://",
        )
    return StoreInbox(address)


def _unreachable(address: str, error: Exception) -> UsageError:
    reason = type(error).__name__
    return UsageError(
        f"{address} 无法读取（{reason}），请检查地址、网络和权限",
        f"{address} cannot be read ({reason}); check address, network and rights",
    )
