"""Pages to look at: a live address, or a file with a saved page, which is opened without scripts and without network."""

from __future__ import annotations

import codecs
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from playwright.sync_api import BrowserContext, Page, ProxySettings, Response, Route
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from ai_optout.browser.closing import close_page
from ai_optout.browser.faults import playwright_errors
from ai_optout.browser.launch import VIEWPORT, OpenBrowser
from ai_optout.errors import PageError, UsageError
from ai_optout.form.scan import Scan, scan
from ai_optout.form.stillness import still
from ai_optout.messages import N_, _
from ai_optout.origin import FormAddress

HOST: Final = "saved-page.example"  # RFC 2606 keeps the name out of the internet
NOWHERE: Final = ProxySettings(server="http://127.0.0.1:9", bypass="<-loopback>")
"""A proxy that nobody is behind (port 9, RFC 863), for every address and this machine's own too: what a route doesn't see, such
as a preconnect, ends there."""
LOADED_MS: Final = 15_000
QUIET_MS: Final = 3_000
"""How long the network may take to fall silent; many pages never do."""
LATE_MS: Final = 5_000
"""How long a page without a single control is waited for: it may be built by its script."""
LOOKS: Final = 3
_HEAD_BYTES: Final = 4_096
_TAG: Final = re.compile(rb"<(?:!doctype|!--|[a-z?])", re.IGNORECASE)
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_FIRST_ERROR: Final = 400
_DOWNLOAD: Final = "Download is starting"  # Playwright's words for what the browser would save instead of showing it
_A_PAGE: Final = N_("Open the address in your own browser: where the form shows there, copy it from the address bar.")
_A_CONTROL: Final = "input:visible, select:visible, textarea:visible, [role=textbox]:visible, [role=combobox]:visible"


@dataclass(frozen=True)
class SavedPage:
    """A file with a page in it."""

    path: Path
    content: bytes = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> SavedPage:
        """The page in the file at `path`. Raises `UsageError` where there is none."""
        try:
            if stat.S_ISCHR(path.stat().st_mode) or stat.S_ISBLK(path.stat().st_mode):  # /dev/zero has no end
                raise UsageError(
                    _("{path} is a device, not a file.").format(path=path), _("Name a file with a saved page in it.")
                )
            content = path.read_bytes()
        except FileNotFoundError:
            raise UsageError(_("There is no file {path}.").format(path=path), _("An address begins with https://")) from None
        except IsADirectoryError:
            raise UsageError(_("{path} is a folder, not a file.").format(path=path), _("Name the saved page in it.")) from None
        except OSError as cause:
            raise UsageError(
                _("The file {path} can't be read: {strerror}.").format(path=path, strerror=cause.strerror),
                _("Make it readable for you: {path}").format(path=path),
            ) from None
        head = content[:_HEAD_BYTES]
        if re.match(rb"[\w-]+:", head) and b"multipart/related" in head.lower():  # RFC 2557: a page saved as one file
            raise UsageError(
                _("{path} is a web archive (MHTML).").format(path=path),
                _("Save the page in your browser as «Webpage, HTML only», and name that file."),
            )
        if not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and (b"\0" in head or not _TAG.search(head)):
            raise UsageError(
                _("{path} holds no HTML.").format(path=path),
                _("Save the page in your browser as HTML (Ctrl-S), and name that file."),
            )
        return cls(path, content)

    @property
    def url(self) -> str:
        """Where it lies, as a file's address."""
        return self.path.absolute().as_uri()

    @property
    def content_type(self) -> str:
        """HTML; as UTF-8 where it can be read as that, else in the encoding that the page itself names."""
        try:
            self.content.decode("utf-8")
        except UnicodeDecodeError:
            return "text/html"
        return "text/html; charset=utf-8"


Target = FormAddress | SavedPage


def target_of(text: str) -> Target:
    """What a person named: an address or a file. Raises `UsageError` where it is neither."""
    scheme = re.match(r"([a-z][a-z0-9+.-]+)://", text, re.IGNORECASE)
    if scheme is None:
        return SavedPage.read(Path(text).expanduser())
    if scheme[1].lower() == "file":
        return SavedPage.read(Path(unquote(urlsplit(text).path)))
    return FormAddress.parse(text)


@dataclass
class Viewer:
    """Opens targets one after the other in one browser, and looks at each; nothing is typed or pressed."""

    opened: OpenBrowser
    language: str | None
    _live: BrowserContext | None = None
    _saved: Page | None = None
    _served: dict[str, SavedPage] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)

    @contextmanager
    def look(self, target: Target) -> Iterator[tuple[Page, Scan]]:
        """The page, still, and a look at it, until the block ends. Raises `PageError` where it can't be opened."""
        page = self._open_saved(target) if isinstance(target, SavedPage) else self._open_live(target)
        try:
            with playwright_errors():
                seen = scan(page) if isinstance(target, SavedPage) else look_when_settled(page)
            try:
                yield page, seen
            finally:
                with suppress(PlaywrightError):  # its document may be gone
                    seen.close()
        finally:
            if page is not self._saved:
                close_page(page)

    def _open_live(self, address: FormAddress) -> Page:
        self._live = self._live or self.opened.new_context(self.language)
        with playwright_errors():
            page = self._live.new_page()
            try:
                answer = page.goto(address.url, wait_until="domcontentloaded", timeout=LOADED_MS * 2)
            except PlaywrightError as error:
                if _DOWNLOAD in error.message:
                    raise PageError(
                        _("{named} is a file to download, not a web page.").format(named=_named(address.url)), _(_A_PAGE)
                    ) from None
                raise
        if answer is not None:
            _check_answer(answer)
        return page

    def _open_saved(self, saved: SavedPage) -> Page:
        with playwright_errors():
            if self._saved is None:
                context = self.opened.browser.new_context(
                    locale=self.language,
                    java_script_enabled=False,
                    service_workers="block",
                    accept_downloads=False,
                    proxy=NOWHERE,
                    viewport=VIEWPORT,
                )
                context.route("**/*", self._serve)
                self._saved = context.new_page()
            url = f"https://{HOST}/{next(self._numbers)}"
            self._served = {url: saved}
            self._saved.goto(url, wait_until="domcontentloaded", timeout=LOADED_MS * 2)
        return self._saved

    def _serve(self, route: Route) -> None:
        """Hand out the one page, once; whatever else it asks for, and wherever it leads, comes to nothing."""
        saved = self._served.pop(route.request.url, None)
        with suppress(PlaywrightError):  # the page was left meanwhile
            if saved is None:
                route.abort("aborted")
            else:
                route.fulfill(body=saved.content, content_type=saved.content_type)


def _check_answer(answer: Response) -> None:
    """Raise `PageError` where the server says that there is no page, or sends something else."""
    named = _named(answer.url)
    if answer.status >= _FIRST_ERROR:
        reason = f" ({HTTPStatus(answer.status).phrase})" if answer.status in set(HTTPStatus) else ""
        raise PageError(
            _("{named} answers {status}{reason}: there is no page to look at.").format(
                named=named, status=answer.status, reason=reason
            ),
            _(_A_PAGE),
        )
    kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind and kind not in _HTML:
        raise PageError(_("{named} is no web page: it is sent as {kind}.").format(named=named, kind=kind), _(_A_PAGE))


def _named(url: str) -> str:
    """An address as it may be told: without query and fragment."""
    place = urlsplit(url)
    return f"{place.scheme}://{place.netloc.rpartition('@')[2]}{place.path}"


def look_when_settled(page: Page) -> Scan:
    """A look at a live page once it has loaded and come to rest. Raises Playwright's error where it goes away for good."""
    for attempt in range(LOOKS):
        try:
            settle(page)
            return scan(page)
        except PlaywrightError:
            if page.is_closed() or attempt == LOOKS - 1:
                raise
    raise AssertionError("the loop returns or raises")


def settle(page: Page) -> None:
    """Wait until the page is loaded, its network and document are quiet, and, for a while, until it shows a control at all."""
    for state, patience_ms in (("load", LOADED_MS), ("networkidle", QUIET_MS)):
        with suppress(PlaywrightTimeout):
            page.wait_for_load_state(state, timeout=patience_ms)  # type: ignore[arg-type]  # the literals are in the tuple
    still(page)
    if not any(frame.locator(_A_CONTROL).count() for frame in page.frames if not frame.is_detached()):
        with suppress(PlaywrightTimeout):
            page.locator(_A_CONTROL).first.wait_for(state="visible", timeout=LATE_MS)
            still(page)
