"""`ai-optout status` and `ai-optout calendar`, as they are typed."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import webbrowser
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from tests.cli.conftest import Type
from tests.followup.conftest import sent_request

from ai_optout.cli.entry import quick
from ai_optout.cli.table import app
from ai_optout.folders import Folders
from ai_optout.ledger import Answer, Ledger
from ai_optout.status import Status
from ai_optout.testing import FixedClock

LONG_AGO = datetime.now(UTC) - timedelta(days=90)
TODAY = datetime.now(UTC)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    """The person's own, with an acknowledged request of today and one that is long overdue."""
    data = Folders.of_this_person().data
    with Ledger.open(data, clock=FixedClock(LONG_AGO)) as opened:
        sent_request(opened, flow="instagram-objection", account="instagram")
    opened = Ledger.open(data, clock=FixedClock(TODAY))
    sent_request(opened)
    yield opened
    opened.close()


def test_without_a_request_it_says_how_to_begin_and_makes_nothing(typed: Type) -> None:
    done = typed("status")

    assert (done.status, done.stdout) == (0, "No request is on file yet. To begin: ai-optout run\n")
    assert not Folders.of_this_person().data.exists()


def test_the_table_shows_each_request_with_its_days_and_what_comes_next(typed: Type, ledger: Ledger) -> None:
    said = typed("status").stdout

    assert said.index("instagram-objection") < said.index("facebook-objection")  # overdue first
    assert "overdue" in said
    assert "days left" in said
    assert "ai-optout letter --request 1" in said


def test_where_a_table_would_not_be_seen_each_request_is_said_in_lines(typed: Type, ledger: Ledger) -> None:
    lines = typed("status").stdout.splitlines()

    assert lines[0].startswith("instagram-objection: overdue, ")
    assert any(line.startswith("  Request: No. ") for line in lines)
    assert any(line.startswith("  What comes next: ") for line in lines)
    assert not re.search("[\u2500-\u257f]", "\n".join(lines))


def test_in_a_terminal_with_room_and_colours_it_is_a_table(typed: Type, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")

    said = typed("status").stdout

    assert re.search("[\u2500-\u257f]", said)
    assert "days left" in said


def test_it_is_read_while_a_run_holds_the_ledger(typed: Type, ledger: Ledger) -> None:
    assert typed("status").status == 0


def test_as_json_every_request_is_there_and_overdue_is_its_state(typed: Type, ledger: Ledger) -> None:
    ledger.answer(
        sent_request(ledger, flow="facebook-third-party", right="third-party", account="person").id, Answer.EVIDENCE_ASKED
    )

    overdue, waiting, answered = typed("status", "--json").document["requests"]

    assert (overdue["state"], overdue["status"], overdue["sure"]) == ("overdue", "acknowledged", True)
    assert overdue["days_left"] < 0
    assert waiting["state"] == "acknowledged"
    assert 27 <= waiting["days_left"] <= 36
    assert (answered["state"], answered["outcome"], answered["due"]) == ("answered", "evidence-asked", None)


def test_the_residence_of_a_named_profile_counts_where_the_request_does_not_say_it(
    typed: Type, profile_file: Callable[..., Path]
) -> None:
    with Ledger.open(Folders.of_this_person().data, clock=FixedClock(TODAY)) as opened:
        sent_request(opened, country=None)
    path = profile_file(country="Switzerland")
    path = path.rename(path.with_name("mina.toml"))

    (without,) = typed("status", "--json").document["requests"]
    (named,) = typed("status", "--json", "--profile", str(path)).document["requests"]

    assert (without["due"], named["country"]) == (None, "CH")
    assert named["due"] is not None
    assert named["sure"] is False


def test_the_page_is_written_privately_and_opened(typed: Type, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def look(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", look)

    done = typed("status", "--open")

    page = Folders.of_this_person().cache / "status.html"
    assert opened == [page.as_uri()]
    assert str(page) in done.stdout
    assert page.stat().st_mode & 0o777 == 0o600
    assert "instagram-objection" in page.read_text(encoding="utf-8")


def test_a_ledger_that_is_gone_while_receipts_are_there_is_not_an_empty_one(typed: Type) -> None:
    receipt = Folders.of_this_person().data / "receipts" / "20261123T120000Z-facebook-objection-abcdef"
    receipt.mkdir(parents=True)
    (receipt / "receipt.json").write_text("{}", encoding="utf-8")

    done = typed("status")

    assert (done.status, done.stdout) == (1, "")
    assert done.stderr.startswith("The ledger is gone from ")


def test_a_ledger_in_a_folder_that_can_not_be_written_is_read_all_the_same(
    typed: Type, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.close()
    opened: list[str] = []
    connect = sqlite3.connect
    monkeypatch.setattr("os.access", lambda *_: False)

    def noted(address: str, *, uri: bool) -> sqlite3.Connection:
        opened.append(address)
        return connect(address, uri=uri)

    monkeypatch.setattr(sqlite3, "connect", noted)

    assert "facebook-objection" in typed("status").stdout
    assert opened[-1].endswith("?mode=ro&immutable=1")


def test_what_was_rehearsed_is_apart(typed: Type, ledger: Ledger) -> None:
    assert typed("status", "--mock").stdout.startswith("No request is on file yet.")


def test_an_account_beyond_the_first_at_its_site_is_told_apart(typed: Type, ledger: Ledger) -> None:
    sent_request(ledger, account="facebook:6b25030d622d3d14")

    said = " ".join(typed("status").stdout.split())

    assert "another account (6b25)" in said
    assert "6b25030d" not in said


@pytest.mark.parametrize(
    "options", [(), ("--all",), ("--json",), ("--mock",), ("--json", "--mock"), ("--all", "--mock", "--json")], ids=" ".join
)
def test_what_goes_past_typer_does_what_typer_would(options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[dict[str, object]] = []
    monkeypatch.setattr("ai_optout.cli.status_work.show_status", lambda **said: done.append({**NOTHING_SAID, **said}))

    act = quick(["status", *options])
    assert act
    act()
    with pytest.raises(SystemExit):
        app(["status", *options])

    assert done[0] == done[1]


NOTHING_SAID = {"open_page": False, "profile": None}


@pytest.mark.parametrize(
    "words", ["status --help", "status --open", "status --profile me", "status --jsn", "statu", "receipt", ""]
)
def test_whatever_else_is_typed_goes_through_typer(words: str) -> None:
    assert quick(words.split()) is None


def test_neither_a_browser_nor_a_profile_is_loaded_for_it(ledger: Ledger) -> None:
    program = (
        "import sys\nfrom ai_optout.cli.entry import run_command\nassert run_command(['status', '--json']) == 0\n"
        "heavy = {'playwright', 'keyring', 'structlog', 'babel', 'PIL', 'jinja2', 'email_validator', 'phonenumbers', 'typer', 'rich',"
        " 'pydantic', 'pydantic_settings', 'filelock'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)\n"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)

    assert (done.returncode, done.stderr) == (0, "")


# --- the calendar


def test_the_calendar_has_a_day_for_each_open_request(typed: Type, ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "answers.ics"
    ledger.answer(sent_request(ledger, account="whatsapp").id, Answer.HONOURED)

    done = typed("calendar", "--output", str(path))

    events = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    wanted = [row["due"] for row in typed("status", "--json").document["requests"] if row["due"]]
    assert [event.decoded("dtstart").isoformat() for event in events] == wanted
    assert path.stat().st_mode & 0o777 == 0o600
    assert done.stderr == f"2 days on which an answer is due: {path}"


def test_a_calendar_that_is_read_again_has_the_same_uids(typed: Type, ledger: Ledger) -> None:
    first, second = (
        [str(event["uid"]) for event in icalendar.Calendar.from_ical(typed("calendar").stdout).walk("VEVENT")] for _ in range(2)
    )

    assert first == second
    assert len(set(first)) == 2


def test_what_is_not_sure_is_tentative_and_says_why(typed: Type) -> None:
    with Ledger.open(Folders.of_this_person().data, clock=FixedClock(TODAY)) as opened:
        sent_request(opened, status=Status.SENT)

    done = typed("calendar")

    (event,) = icalendar.Calendar.from_ical(done.stdout).walk("VEVENT")
    assert event["status"] == "TENTATIVE"
    assert "its sending: no page confirmed its receipt" in str(event["description"])
    assert "Not sure, No. 1 (facebook-objection)" in done.stderr


def test_where_no_day_is_set_there_is_no_event_and_that_is_said(typed: Type) -> None:
    with Ledger.open(Folders.of_this_person().data, clock=FixedClock(TODAY)) as opened:
        sent_request(opened, country="US")

    done = typed("calendar")

    assert icalendar.Calendar.from_ical(done.stdout).walk("VEVENT") == []
    assert "No day for No. 1 (facebook-objection): No period is known to be set by law where you live." in done.stderr


def test_a_file_that_is_there_is_not_written_over(typed: Type, tmp_path: Path) -> None:
    path = tmp_path / "answers.ics"
    path.write_text("mine", encoding="utf-8")

    done = typed("calendar", "--output", str(path))

    assert done.refusal == (2, f"The file {path} is there already. Name another one, or remove it first.")
    assert path.read_text(encoding="utf-8") == "mine"


def test_as_json_the_calendar_is_in_the_document(typed: Type, ledger: Ledger) -> None:
    document = typed("calendar", "--json").document

    assert document["calendar"].startswith("BEGIN:VCALENDAR")
    assert [one["id"] for one in document["requests"]] == [1, 2]
