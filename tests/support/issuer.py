"""A local server in the issuer's place: real sockets, known answers, and every way of going wrong."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Behaviour = Callable[[socket.socket], None]
"""What a server does with a connection on which a request has come."""


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    code: str
    line: str
    headers: Mapping[str, str]
    at: float


@dataclass
class Issuer:
    """A running server. `answers` by code are used up one by one, the last one stays; others get `otherwise`."""

    url: str
    port: int
    answers: dict[str, list[Behaviour]] = field(default_factory=dict)
    otherwise: Behaviour | None = None
    asked: list[Asked] = field(default_factory=list)
    stop: Callable[[], None] = lambda: None

    def say(self, code: str, *behaviours: Behaviour) -> None:
        self.answers[code] = list(behaviours)

    @property
    def codes(self) -> list[str]:
        return [asked.code for asked in self.asked]

    def _behaviour(self, code: str) -> Behaviour:
        waiting = self.answers.get(code)
        if not waiting:
            return self.otherwise or respond(b"", status="404 Not Found")
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    def serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            head = b""
            while b"\r\n\r\n" not in head:
                part = connection.recv(65536)
                if not part:
                    return
                head += part
                if head.startswith(b"\x16\x03"):  # TLS where none is spoken
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    return
            line, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (text.partition(":") for text in lines)}
            code = parse_qs(urlsplit(line.split(" ")[1]).query).get("vcode", [""])[0]
            self.asked.append(Asked(code, line, headers, time.monotonic()))
            self._behaviour(code)(connection)


@contextlib.contextmanager
def issuer(context: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> Iterator[Issuer]:
    """A server on a free local port, with TLS if there is a context."""
    listener = socket.create_server((host, 0))
    port = listener.getsockname()[1]
    stopped = threading.Event()

    def stop() -> None:
        stopped.set()
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()

    running = Issuer(f"{'https' if context else 'http'}://{host}:{port}/xlcx/bg.do", port, stop=stop)

    def take(connection: socket.socket) -> None:
        try:
            wrapped = context.wrap_socket(connection, server_side=True) if context else connection
        except (OSError, ssl.SSLError):
            connection.close()
            return
        running.serve(wrapped)

    def accept() -> None:
        while not stopped.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=take, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield running
    finally:
        stop()


def respond(
    body: bytes | str, *, status: str = "200 OK", headers: Sequence[str] = (), kind: str = "text/html; charset=utf-8"
) -> Behaviour:
    """A whole answer."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(data)}", *headers]
    return raw("\r\n".join(lines).encode() + b"\r\n\r\n" + data)


def redirect(location: str) -> Behaviour:
    return respond(b"", status="302 Found", headers=[f"Location: {location}"])


def raw(data: bytes) -> Behaviour:
    """Bytes as they are, then the end."""
    return lambda connection: connection.sendall(data)


def drip(data: bytes, every: float = 0.05) -> Behaviour:
    """A byte now and then, never silent for long."""

    def behave(connection: socket.socket) -> None:
        for place in range(len(data)):
            connection.sendall(data[place : place + 1])
            time.sleep(every)

    return behave


def silence(seconds: float = 3.0) -> Behaviour:
    return lambda connection: time.sleep(seconds)


def endless(head: bytes, part: bytes, most: int) -> Behaviour:
    """Parts without end, up to a number of bytes that no client should take."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(head)
        for _ in range(most // len(part)):
            connection.sendall(part)

    return behave


def reset(connection: socket.socket) -> None:
    """Breaks the connection off without a word."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def certificate(folder: Path, *hosts: str) -> tuple[ssl.SSLContext, Path]:
    """A server's context with a certificate for the hosts that nobody has signed, and the file to trust it by."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "TEST SPECIMEN")])
    today = datetime.now(UTC)
    names = [x509.IPAddress(ipaddress.ip_address(h)) if h[0].isdigit() else x509.DNSName(h) for h in hosts]
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, private = folder / "certificate.pem", folder / "key.pem"
    pem.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, private)
    return context, pem
