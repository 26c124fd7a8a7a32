"""`ai-optout flows`: the catalogue, and what of it applies to somebody and why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Type

from ai_optout.folders import Folders

KEYS = ["flow", "title", "right", "account", "doors", "trail", "regions", "login", "applies", "why"]


def test_without_a_profile_it_lists_what_there_is(typed: Type) -> None:
    done = typed("flows", "--json")

    assert done.status == 0
    rows = {row["flow"]: row for row in done.document["flows"]}
    assert list(rows) == [
        "facebook-objection",
        "facebook-third-party",
        "instagram-objection",
        "instagram-third-party",
        "whatsapp-objection",
    ]
    assert {tuple(row) for row in rows.values()} == {tuple(KEYS)}
    assert {(row["applies"], row["why"]) for row in rows.values()} == {(None, None)}
    assert rows["facebook-objection"]["doors"][0] == "https://www.facebook.com/help/contact/6359191084165019"
    assert (rows["instagram-third-party"]["doors"], rows["instagram-third-party"]["trail"][0]) == (
        [],
        "https://help.instagram.com/",
    )
    assert (rows["facebook-objection"]["login"], rows["facebook-third-party"]["login"]) == ("facebook", None)


def test_with_a_profile_it_says_what_applies_and_why(typed: Type, profile_file: Callable[..., Path]) -> None:
    done = typed("flows", "--json", "--profile", str(profile_file('accounts = ["facebook"]')))

    assert [(row["flow"], row["applies"]) for row in done.document["flows"]] == [
        ("facebook-objection", True),
        ("facebook-third-party", True),
        ("instagram-objection", False),
        ("instagram-third-party", False),
        ("whatsapp-objection", False),
    ]
    assert done.document["flows"][2]["why"] == "The profile names no Instagram account."


def test_the_table_for_people_names_every_flow_and_its_door(typed: Type) -> None:
    done = typed("flows")

    assert done.status == 0
    for words in ("facebook-objection", "6359191084165019", "by links from https://help.instagram.com/", "ai-optout profile new"):
        assert words in done.stdout


def test_a_broken_flow_of_ones_own_is_named_and_the_others_are_listed(typed: Type) -> None:
    own = Folders.of_this_person().config / "flows"
    own.mkdir(parents=True, mode=0o700)
    (own / "mine.py").write_text("1 / 0\n")
    (own / "mine.py").chmod(0o600)

    done = typed("flows", "--json")

    assert (done.status, len(done.document["flows"])) == (0, 5)
    assert done.stderr == (f"The flow script mine.py can't be read: division by zero. Mend or remove {own / 'mine.py'}.")


def test_a_profile_that_is_named_and_not_there_is_refused(typed: Type) -> None:
    assert typed("flows", "--profile", "me").refusal == (2, "There is no profile yet. Make one: ai-optout profile new")
