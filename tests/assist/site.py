"""Other people's sites: pages served on this machine, and what they were sent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FORMS = Path(__file__).parent / "forms"


@dataclass
class Site:
    """A server on a free port of this machine. `pages` are answered by path, then the files of forms/; `asked` is every request."""

    pages: dict[str, str] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    """Paths that are answered with a status other than 200."""
    kinds: dict[str, str] = field(default_factory=dict)
    """Paths that are sent as something other than HTML."""
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, path with query, and body."""
    port: int = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def sent(self) -> list[str]:
        """The paths of what was posted, put or patched."""
        return [path for method, path, _body in self.asked if method != "GET"]


@contextmanager
def serving() -> Iterator[Site]:
    """A site, until the block ends."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            site.asked.append((self.command, self.path, self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()))
            if path in site.leads:
                self.send_response(302)
                self.send_header("Location", site.leads[path])
                self.end_headers()
                return
            file = FORMS / path.lstrip("/")
            body = site.pages[path].encode() if path in site.pages else file.read_bytes() if file.is_file() else b"<p>Not here."
            self.send_response(site.refused.get(path, 200))
            self.send_header("Content-Type", site.kinds.get(path, "text/html; charset=utf-8"))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_PUT = do_PATCH = do_GET  # noqa: N815 - the base class's names

        def log_message(self, *_arguments: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield site
        server.shutdown()
        thread.join()
