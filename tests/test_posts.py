"""Which of a page's requests is the sending: told by what it carries, with small stand-ins for Playwright's request."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import quote_plus, urlencode

import pytest
from playwright.sync_api import Request

from ai_optout.posts import Post, PostWatch

REASON = 'I object: "so" & <so>, é – 🙂\nand again.'
ADDRESS = "https://www.facebook.com/ajax/help/contact/submit/page"


@dataclass(eq=False)
class Asked:
    """What the watch looks at of a request."""

    method: str = "POST"
    url: str = ADDRESS
    post_data_buffer: bytes | None = b""
    headers: dict[str, str] = field(default_factory=dict)
    resource_type: str = "xhr"
    navigation: bool = False

    def is_navigation_request(self) -> bool:
        return self.navigation


@dataclass
class Held:
    """A route: the request, and what became of it."""

    request: Asked
    became: str = ""

    def continue_(self) -> None:
        self.became = "let go"

    def abort(self, error_code: str) -> None:
        assert error_code == "aborted", "with any other the page would give way to an error"
        self.became = "stopped"


def watch_of(*answers: str, may_go_to: bool = True, on_sending: Callable[[Post], None] = lambda _: None) -> PostWatch:
    watch = PostWatch(context=cast("Any", None), on_sending=on_sending, may_go_to=lambda _: may_go_to)
    watch.expect(answers or (REASON, "mina@mail.example", "DE"))
    return watch


def looked_at(watch: PostWatch, asked: Asked) -> str:
    held = Held(asked)
    watch._look(cast("Any", held))  # noqa: SLF001 - what Playwright calls for each request
    return held.became


def is_sending(asked: Asked, *answers: str) -> bool:
    return watch_of(*answers).is_sending(cast("Request", asked))


BODIES = {
    "a web form": urlencode({"reason": REASON, "country": "DE"}).encode(),
    "a web form with line ends of two": urlencode({"reason": REASON.replace("\n", "\r\n")}).encode(),
    "JSON": json.dumps({"answers": [{"text": REASON}]}).encode(),
    "JSON in letters": json.dumps({"text": REASON}, ensure_ascii=False).encode(),
    "JSON in a web form": urlencode({"variables": json.dumps({"reason": REASON})}).encode(),
    "multipart": f'--x\r\nContent-Disposition: form-data; name="reason"\r\n\r\n{REASON}\r\n--x--'.encode(),
    "only the e-mail address": b"email=mina%40mail.example",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_post_that_carries_an_answer_is_the_sending(body: bytes) -> None:
    assert is_sending(Asked(post_data_buffer=body))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_any_method_that_sends_may_be_it(method: str) -> None:
    assert is_sending(Asked(method=method, post_data_buffer=BODIES["JSON"]))


def test_a_form_that_is_sent_by_its_address_is_the_sending() -> None:
    assert is_sending(Asked(method="GET", url=f"{ADDRESS}?reason={quote_plus(REASON)}", post_data_buffer=None, navigation=True))


def test_a_body_with_a_file_cannot_be_read_and_is_taken_for_the_sending() -> None:
    headers = {"content-type": "multipart/form-data; boundary=x"}

    assert is_sending(Asked(post_data_buffer=None, headers=headers))


OTHERS = {
    "telemetry": Asked(post_data_buffer=b'{"event":"scroll","t":12}'),
    "an empty post": Asked(post_data_buffer=None),
    "a look-up of a country": Asked(post_data_buffer=b"country=DE"),
    "a picture": Asked(method="GET", url="https://www.facebook.com/x.png", post_data_buffer=None),
    "a search in the address": Asked(method="GET", url=f"{ADDRESS}?q=cookies", post_data_buffer=None, navigation=True),
    "an answer in the address of no page": Asked(
        method="GET", url=f"{ADDRESS}?q={quote_plus(REASON)}", post_data_buffer=None, navigation=False
    ),
}


@pytest.mark.parametrize("asked", OTHERS.values(), ids=OTHERS)
def test_what_carries_no_answer_is_no_sending(asked: Asked) -> None:
    assert not is_sending(asked)


def test_an_answer_too_short_to_tell_anything_tells_nothing() -> None:
    assert not is_sending(Asked(post_data_buffer=b"country=DE&name=Jo"), "DE", "Jo", " ab ")


def test_a_sending_is_written_down_without_its_query_before_it_is_let_go() -> None:
    written: list[str] = []
    asked = Asked(url=f"{ADDRESS}?secret=mina", post_data_buffer=BODIES["JSON"])
    held = Held(asked)
    watch = watch_of(on_sending=lambda post: written.append(f"{post.address} {held.became}"))

    watch._look(cast("Any", held))  # noqa: SLF001 - what Playwright calls for each request

    assert written == [f"{ADDRESS} "]
    assert held.became == "let go"
    assert [post.address for post in watch.posts] == [ADDRESS]


def test_a_sending_to_a_host_that_is_not_the_flows_is_stopped_and_no_sending() -> None:
    written: list[Post] = []
    watch = watch_of(may_go_to=False, on_sending=written.append)

    assert looked_at(watch, Asked(url="https://elsewhere.example/collect?x=1", post_data_buffer=BODIES["JSON"])) == "stopped"
    assert (watch.posts, written, watch.stopped) == ([], [], "https://elsewhere.example/collect")


def test_a_report_to_elsewhere_is_let_go() -> None:
    watch = watch_of(may_go_to=False)

    assert looked_at(watch, Asked(post_data_buffer=b"{}")) == "let go"
    assert (watch.posts, watch.stopped, watch.others) == ([], None, 1)


MAIL = "mina@mail.example"


def test_a_post_with_the_address_alone_is_about_the_code_while_the_form_wants_one() -> None:
    told: list[str] = []
    sent: list[Post] = []
    watch = watch_of(on_sending=sent.append)
    watch.on_code = told.append
    watch.code_is_wanted(MAIL)
    asks = Asked(url="https://help.meta.com/api/requests/code/?x=1", post_data_buffer=urlencode({"email": MAIL}).encode())

    assert looked_at(watch, asks) == "let go"
    assert (told, sent, watch.posts) == (["https://help.meta.com/api/requests/code/"], [], [])

    whole = Asked(post_data_buffer=urlencode({"email": MAIL, "reason": REASON}).encode())
    assert looked_at(watch, whole) == "let go"
    assert [post.address for post in sent] == [ADDRESS]


def test_once_the_code_is_confirmed_the_address_alone_is_a_sending_again() -> None:
    watch = watch_of()
    watch.code_is_wanted(MAIL)
    watch.code_is_wanted()

    assert watch.is_sending(cast("Request", Asked(post_data_buffer=urlencode({"email": MAIL}).encode())))


def test_while_a_page_is_turned_no_sending_is_let_go() -> None:
    sent: list[Post] = []
    watch = watch_of(on_sending=sent.append)
    watch.held_back = True

    assert looked_at(watch, Asked(post_data_buffer=urlencode({"reason": REASON}).encode())) == "stopped"
    assert looked_at(watch, Asked(post_data_buffer=b"page=2")) == "let go"
    assert (watch.stopped, sent) == (ADDRESS, [])
