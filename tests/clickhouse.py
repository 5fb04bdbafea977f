"""The ClickHouse of the tests: chdb, ClickHouse's own engine, behind the part of its HTTP interface that clients use.

Run as a process: it prints its port and serves until its standard input ends.
"""

from __future__ import annotations

import os
import re
import sys
import threading
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import parse_qsl, urlparse

import chdb

from tests.servers import PASSWORD

TRANSPORT = frozenset(
    {"query", "database", "query_id", "session_id", "session_timeout", "wait_end_of_query", "send_progress_in_http_headers",
     "http_headers_progress_interval_ms", "client_protocol_version", "compress", "decompress", "enable_http_compression"}
)  # fmt: skip
INSERT = re.compile(rb"INSERT INTO [^\n]* FORMAT \w+\n")


class Handler(BaseHTTPRequestHandler):
    """One request: a query, its database, its settings and its parameters."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_POST(self) -> None:
        body = self._body()
        if self.headers.get("Authorization") != "Basic " + b64encode(f"yiping:{PASSWORD}".encode()).decode():
            self._answer(403, b"Code: 516. DB::Exception: yiping: Authentication failed: password is incorrect. (AUTHENTICATION_FAILED)")
            return
        asked = dict(parse_qsl(urlparse(self.path).query, keep_blank_values=True))
        try:
            self._answer(200, _run(asked, body))
        except RuntimeError as error:
            self._answer(404 if "UNKNOWN" in str(error) else 500, str(error).encode())

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _answer(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def _run(asked: dict[str, str], body: bytes) -> bytes:
    """The engine's answer. Each request has a handle of its own, so that its settings end with it."""
    handle = chdb.connect(":memory:")
    try:
        if asked.get("database"):
            handle.query(f"USE `{asked['database']}`")
        for name, value in asked.items():
            if name not in TRANSPORT and not name.startswith("param_"):
                handle.query(f"SET {name} = '{value}'")
        values = {name[6:]: value for name, value in asked.items() if name.startswith("param_")}
        rows = INSERT.match(body)
        if rows:
            return _inserted(handle, rows[0].decode(), body[rows.end() :])
        return bytes(handle.query(asked.get("query") or body.decode(), "TabSeparated", params=values).bytes())
    finally:
        handle.close()


def _inserted(handle: Any, statement: str, rows: bytes) -> bytes:
    """Rows in a format of the engine's, handed over by a file."""
    with NamedTemporaryFile() as file:
        file.write(rows)
        file.flush()
        handle.query(re.sub(r"\bFORMAT (\w+)\s*$", rf" FROM INFILE '{file.name}' FORMAT \1", statement))
    return b""


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.engine = chdb.connect(":memory:")  # type: ignore[attr-defined] # the engine lives as long as one handle
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    sys.stdin.read()
    os._exit(0)  # an orderly end takes the engine half a minute, and nothing is to be kept


if __name__ == "__main__":
    main()
