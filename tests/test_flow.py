"""Flow scripts and their catalogue: what a script states is checked, what is broken is named, and the others still work."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ai_optout.errors import FlowError, UsageError
from ai_optout.flow import Catalogue, Flow, KnownMinimum, catalogue, flow
from ai_optout.form.meaning import Meaning
from ai_optout.regions import EVERYWHERE, META, WHATSAPP
from ai_optout.visit import Visit

SHIPPED = ["facebook-objection", "facebook-third-party", "instagram-objection", "instagram-third-party", "whatsapp-objection"]
OWN = """
from ai_optout.flow import flow
from ai_optout.regions import EVERYWHERE

@flow(name="{name}", title="Mine", right="mine", per="person", hosts=["{host}"], regions=EVERYWHERE, doors=["{door}"])
def mine(visit):
    visit.open()
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "flows"
    folder.mkdir(mode=0o700)
    return folder


def write(folder: Path, file: str, text: str = OWN, **said: str) -> Path:
    told = {"name": "mine", "host": "example.org", "door": "https://form.example.org/a", **said}
    path = folder / file
    path.write_text(text.format(**told), encoding="utf-8")
    path.chmod(0o600)
    return path


def faults(found: Catalogue) -> list[tuple[str, str]]:
    return [(fault.message, fault.hint) for fault in found.broken]


def stated(**said: object) -> Callable[[Callable[[Visit], None]], Callable[[Visit], None]]:
    usual: dict[str, object] = {
        "name": "a-flow",
        "title": "A flow",
        "right": "a-right",
        "per": "person",
        "hosts": META,
        "regions": EVERYWHERE,
        "doors": ["https://www.facebook.com/help/contact/1"],
    }
    return flow(**{**usual, **said})  # type: ignore[arg-type]  # said by each test


def script(visit: Visit) -> None:
    """Nothing."""


def test_the_shipped_flows_are_all_read() -> None:
    found = catalogue()

    assert (list(found.flows), found.broken) == (SHIPPED, ())
    assert set(found.hosts) == {*META, "whatsapp.com"}
    assert all(one.name == name for name, one in found.flows.items())


def test_the_decorated_function_is_given_back_untouched() -> None:
    assert stated()(script) is script


def test_what_is_stated_lies_beside_the_function() -> None:
    known = KnownMinimum(100, "one source")
    decorated = stated(expects=["email", "impact"], minimum={"impact": known}, login="facebook", per="facebook")(script)
    (one,) = [value for value in vars(decorated).values() if isinstance(value, Flow)]

    assert (one.name, one.per, one.login, one.source) == ("a-flow", "facebook", "facebook", Path(__file__))
    assert one.expects == {Meaning.EMAIL, Meaning.IMPACT}
    assert one.minimum == {Meaning.IMPACT: known}


def test_a_flow_without_a_way_to_its_form_is_refused() -> None:
    with pytest.raises(FlowError) as refusal:
        stated(doors=[])(script)

    assert refusal.value.message == "The flow a-flow has neither a door nor a trail."
    assert refusal.value.hint == "Give it `doors` or a `trail` in test_flow.py."


@pytest.mark.parametrize(
    "door",
    [
        "https://example.com/form",
        "http://www.facebook.com/form",
        "https://notfacebook.com/x",
        "https://facebook.com.example.com/",
    ],
    ids=["another host", "without https", "a host that ends alike", "a host that begins alike"],
)
@pytest.mark.parametrize("way", ["doors", "trail"])
def test_a_door_that_does_not_lie_on_the_flows_hosts_is_refused(way: str, door: str) -> None:
    with pytest.raises(FlowError) as refusal:
        stated(**{"doors": [], way: [door]})(script)

    assert refusal.value.message == f"The flow a-flow has a door that isn't an https address on its hosts: {door}."


def test_a_meaning_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="'e-mail' is not a valid Meaning"):
        stated(expects=["e-mail"])(script)


@pytest.mark.parametrize(
    ("name", "near"),
    [("facebook-objektion", " Did you mean facebook-objection?"), ("tiktok", "")],
    ids=["a slip", "another site"],
)
def test_a_flow_that_there_is_not_is_said_with_the_nearest(name: str, near: str) -> None:
    with pytest.raises(UsageError) as refusal:
        catalogue()[name]

    assert refusal.value.message == f"There is no flow «{name}».{near}"
    assert refusal.value.hint == "All there are: ai-optout flows"


# --- a person's own flows ---


def test_a_persons_own_flow_is_found_beside_the_shipped_ones(own: Path) -> None:
    path = write(own, "mine.py")

    found = catalogue(own)

    assert (list(found.flows), found.broken) == ([*SHIPPED, "mine"], ())
    assert found["mine"].source == path
    assert found.hosts == (*META, *WHATSAPP, "example.org")


def test_a_folder_that_is_not_there_holds_no_flows(tmp_path: Path) -> None:
    assert list(catalogue(tmp_path / "nowhere").flows) == SHIPPED


def test_two_flows_of_one_name_are_named_with_both_files_and_the_first_works(own: Path) -> None:
    write(own, "mine.py", name="facebook-objection")

    found = catalogue(own)

    assert faults(found) == [
        ("Two flows are called facebook-objection: facebook_objection.py and mine.py.", "Rename one of them.")
    ]
    assert found["facebook-objection"].source.name == "facebook_objection.py"


def test_a_door_of_two_flows_is_named_with_both(own: Path) -> None:
    door = "https://www.facebook.com/help/contact/510058597920541"
    write(own, "mine.py", host="facebook.com", door=door)

    found = catalogue(own)

    assert faults(found) == [
        (
            f"The flows facebook-third-party and mine have the same door: {door}.",
            "Take it out of mine.py or facebook_third_party.py.",
        )
    ]
    assert list(found.flows) == SHIPPED


BROKEN = {
    "no Python": ("def (:", "invalid syntax"),
    "an import that fails": ("import not_there_at_all", "No module named 'not_there_at_all'"),
    "a fault when read": ("1 / 0", "division by zero"),
    "a slip of a name": ("from ai_optout.flow import flwo", "cannot import name 'flwo' from 'ai_optout.flow'"),
}


@pytest.mark.parametrize("which", BROKEN)
def test_a_broken_script_is_named_and_the_others_still_work(own: Path, which: str) -> None:
    text, why = BROKEN[which]
    broken = own / "broken.py"
    broken.write_text(text, encoding="utf-8")
    broken.chmod(0o600)
    write(own, "mine.py")

    found = catalogue(own)

    assert list(found.flows) == [*SHIPPED, "mine"]
    ((message, hint),) = faults(found)
    assert message.startswith(f"The flow script broken.py can't be read: {why}")
    assert hint == f"Mend or remove {broken}."


def test_a_script_that_ends_the_program_is_broken_too(own: Path) -> None:
    write(own, "broken.py", "import sys\nsys.exit(3)\n")

    assert [message for message, _ in faults(catalogue(own))] == ["The flow script broken.py can't be read: 3."]


def test_a_script_with_a_wrong_statement_is_named(own: Path) -> None:
    write(own, "mine.py", door="http://form.example.org/a")

    assert faults(catalogue(own)) == [
        (
            "The flow mine has a door that isn't an https address on its hosts: http://form.example.org/a.",
            "Mend `doors` in mine.py.",
        )
    ]


@pytest.mark.parametrize("which", ["folder", "script"])
@pytest.mark.parametrize("mode", [0o720, 0o702], ids=["by the group", "by everybody"])
def test_flows_that_others_may_write_are_not_run(own: Path, which: str, mode: int) -> None:
    path = write(own, "mine.py", "raise AssertionError('this was run')\n")
    open_to_others = own if which == "folder" else path
    open_to_others.chmod(mode)

    with pytest.raises(UsageError) as refusal:
        catalogue(own)

    assert refusal.value.message == f"{open_to_others} isn't yours alone to write, and flows are programs that are run."
    assert refusal.value.hint == f"If you trust it: chmod go-w '{open_to_others}' (and own it)"


def test_flows_that_belong_to_somebody_else_are_not_run(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(own, "mine.py", "raise AssertionError('this was run')\n")
    monkeypatch.setattr(os, "getuid", lambda: own.stat().st_uid + 1)

    with pytest.raises(UsageError) as refusal:
        catalogue(own)

    assert refusal.value.message == f"{own} isn't yours alone to write, and flows are programs that are run."


# --- trails ---


def test_each_address_of_a_trail_starts_another_one() -> None:
    stated = catalogue()["facebook-third-party"]
    two = replace(stated, trail=("https://www.facebook.com/a", "one", "two", "https://www.facebook.com/b", "three"))

    assert two.trails == (("https://www.facebook.com/a", "one", "two"), ("https://www.facebook.com/b", "three"))
    assert two.addresses == (*stated.doors, "https://www.facebook.com/a", "https://www.facebook.com/b")
