"""Which language is spoken, and that a message is looked up when it is used."""

from __future__ import annotations

import subprocess
import sys
import threading

import greenlet
import pytest

from ai_optout.messages import LANGUAGES, N_, _, current_language, ngettext, speak, speaking, system_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "fr_CH"}, "fr"),
        ({"LANG": "it_IT@euro"}, "it"),
        ({"LANG": "tr_TR.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "es_ES.UTF-8", "LANG": "de_DE.UTF-8"}, "es"),
        ({"LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8"}, "en"),
    ],
    ids=str,
)
def test_the_systems_language_is_what_the_first_variable_that_is_set_says(environment: dict[str, str], language: str) -> None:
    assert system_language(environment) == language


def test_a_language_without_a_catalogue_is_english() -> None:
    with speaking("tr"):
        assert current_language() == "en"


def test_a_region_takes_its_languages_catalogue() -> None:
    with speaking("de-AT"):
        assert _("Your turn") == "Sie sind an der Reihe"


def test_a_message_is_looked_up_when_it_is_used() -> None:
    marked = N_("Your turn")

    with speaking("fr"):
        assert (marked, _(marked)) == ("Your turn", "À vous")
    assert _(marked) == "Your turn"


def test_what_no_catalogue_has_stays_as_it_is() -> None:
    with speaking("it"):
        assert _("A sentence that nobody wrote.") == "A sentence that nobody wrote."
        assert ngettext("{n} pebble", "{n} pebbles", 2) == "{n} pebbles"


def test_nothing_stays_nothing() -> None:
    with speaking("de"):
        assert _("".strip()) == ""


def test_one_thing_is_told_from_several() -> None:
    assert [ngettext("one", "many", number) for number in (0, 1, 2)] == ["many", "one", "many"]


def test_a_thread_and_a_greenlet_speak_as_the_command_does() -> None:
    heard: list[str] = []

    with speaking("es"):
        thread = threading.Thread(target=lambda: heard.append(current_language()))
        thread.start()
        thread.join()
        greenlet.greenlet(lambda: heard.append(current_language())).switch()

    assert heard == ["es", "es"]


def test_every_catalogue_can_be_loaded() -> None:
    for language in LANGUAGES:
        with speaking(language):
            assert _("Your turn") != "Your turn"


def test_english_loads_no_catalogue() -> None:
    program = (
        "import builtins\nfrom ai_optout import messages\nmessages.speak('en')\n"
        "messages._translations = None\nassert messages._('Your turn') == messages.pgettext('x', 'Your turn') == 'Your turn'\n"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_to_speak_lasts() -> None:
    speak("de")

    assert current_language() == "de"
