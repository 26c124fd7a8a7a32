"""`ai-optout profile`, as it is typed: each command in a process of its own, the questions in a terminal of their own."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import keyring
import keyring.backends.fail
import keyrings.alt.file  # type: ignore[import-untyped] # it has no types
import pytest
from tests.cli.terminals import CTRL_C, ENTER, PLAIN, Terminal

from ai_optout.cli.entry import run_command

DEMO = Path(__file__).parents[2] / "fixtures" / "profiles" / "demo.toml"
CHOSEN = "The keyring that PYTHON_KEYRING_BACKEND or keyringrc.cfg names can't be loaded."
COMMAND = ["-m", "ai_optout", "profile"]
CTRL_U, DONE = "\x15", "\x1b\r"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A home of the test's own, with a keyring that several processes share: a file, allowed by name."""
    for name, value in {
        "HOME": str(tmp_path),
        "AI_OPTOUT_HOME": str(tmp_path / "ai-optout"),
        "AI_OPTOUT_ALLOW_KEYRING": PLAIN,
        "PYTHON_KEYRING_BACKEND": PLAIN,
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "LC_ALL": "de_DE.UTF-8",  # which the country is guessed from
        "AI_OPTOUT_LANGUAGE": "en",
        "TERM": "xterm",
        "COLUMNS": "120",
        "PROMPT_TOOLKIT_NO_CPR": "1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    keyring.set_keyring(keyrings.alt.file.PlaintextKeyring())
    return dict(os.environ)


@dataclass(frozen=True)
class Ended:
    stdout: str
    stderr: str


class Profile(Protocol):
    def __call__(self, *words: str, status: int = 0) -> Ended: ...


@pytest.fixture
def profile(environment: dict[str, str], capsys: pytest.CaptureFixture[str]) -> Profile:
    """`ai-optout profile ...` in this process, without a terminal; it has to end with `status`."""

    def run(*words: str, status: int = 0) -> Ended:
        capsys.readouterr()
        ended = run_command(["profile", *words])
        shown = Ended(*capsys.readouterr())
        assert ended == status, shown
        return shown

    return run


class Start(Protocol):
    def __call__(self, *words: str) -> Terminal: ...


@pytest.fixture
def terminal(environment: dict[str, str], tmp_path: Path) -> Start:
    """`ai-optout profile ...` in a terminal."""

    def start(*words: str) -> Terminal:
        return Terminal(
            sys.executable,
            [*COMMAND, *words],
            env=environment,
            cwd=str(tmp_path),
            encoding="utf-8",
            timeout=20,
            dimensions=(60, 160),
        )

    return start


def stored(profile: Profile, name: str = "me") -> dict[str, object]:
    shown: dict[str, object] = json.loads(profile("show", name, "--json").stdout)["profile"]
    return shown


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


# --- question by question ----------------------------------------------------------------------------------------------------


def test_a_profile_is_made_question_by_question(terminal: Start, profile: Profile, tmp_path: Path) -> None:
    talk = terminal("new")
    talk.sees("Its law decides which forms are open to you")
    talk.answer("Country you live in: Deutschland", ENTER)  # guessed from the machine's language
    talk.answer("Your e-mail address:", f"nobody{ENTER}")
    talk.answer("expected an e-mail address, such as name@example.org", f"{CTRL_U}mina@mail.example{ENTER}")
    talk.answer("Where do you have an account?", f" {ENTER}")  # the first is Facebook
    talk.answer("E-mail address of your Facebook account: mina@mail.example", ENTER)
    talk.answer("Language of your texts", ENTER)
    talk.answer("Bitte beenden Sie diese Verwendung", f" Danke.{DONE}")  # the draft's last sentence, and an own one
    talk.answer("Answer the questions of the third-party form, too?", "y")
    talk.answer("First name", f"Mina{ENTER}")
    talk.answer("Surname", f"O'Ångström{ENTER}")
    talk.answer("The prompts", f"Who is{ENTER}Mina?{DONE}")
    talk.answer("Screenshot 1", f"nowhere.png{ENTER}")
    talk.answer("isn't there", f"{CTRL_U}{DEMO.with_name('demo-evidence.png')}{ENTER}")
    talk.answer("Screenshot 2", ENTER)

    status, shown = talk.ends()

    assert status == 0
    assert f'The profile "me" is stored in the keyring ({PLAIN}).' in shown
    made = stored(profile)
    reason = str(made.pop("reason"))
    assert reason.startswith("Ich widerspreche nach Artikel 21 DSGVO")
    assert reason.endswith(" Danke.")
    assert made == {
        "country": "Deutschland",
        "email": "mina@mail.example",
        "accounts": [{"site": "facebook"}],
        "language": "de",
        "given_name": "Mina",
        "family_name": "O'Ångström",
        "prompts": "Who is\nMina?",
        "evidence": [str(DEMO.with_name("demo-evidence.png"))],
    }


def test_only_country_and_address_have_to_be_answered(terminal: Start, profile: Profile) -> None:
    talk = terminal("new", "bare")
    talk.answer("Country you live in:", f"{CTRL_U}{ENTER}")
    talk.answer("this can't stay empty: every form asks for it", f"Narnia{ENTER}")
    talk.answer('such as "Germany" or "DE"', f"{CTRL_U}US{ENTER}")
    talk.answer("Your e-mail address:", f"m@mail.example{ENTER}")
    talk.answer("Where do you have an account?", ENTER)
    talk.answer("Language of your texts", f"{CTRL_U}{ENTER}")
    talk.answer("Your reason:", "\x1b>\x15" + DONE)  # emptied: to the end, delete the line
    talk.answer("third-party form, too?", "n")

    assert talk.ends()[0] == 0
    made = stored(profile, "bare")
    assert (made["country"], made["email"]) == ("US", "m@mail.example")
    assert made.keys() <= {"country", "email", "reason"}


@pytest.mark.parametrize("answered", [0, 1, 2])
def test_ctrl_c_at_any_question_stores_nothing(terminal: Start, profile: Profile, answered: int) -> None:
    talk = terminal("new")
    for question, keys in [("Country you live in:", ENTER), ("Your e-mail address:", f"m@mail.example{ENTER}")][:answered]:
        talk.answer(question, keys)
    talk.answer(["Country you live in:", "Your e-mail address:", "Where do you have an account?"][answered], CTRL_C)

    status, shown = talk.ends()

    assert status == 4
    assert "Stopped: nothing was stored." in shown
    assert "Traceback" not in shown
    assert profile("list").stdout == "There is no profile yet. Make one: ai-optout profile new\n"


def test_editing_offers_what_is_there(terminal: Start, profile: Profile) -> None:
    profile("import", str(DEMO), "--name", "me")
    before = stored(profile)
    talk = terminal("edit")
    talk.answer("Country you live in: Germany", f"{CTRL_U}Irland{ENTER}")
    talk.answer("Your e-mail address: mina.angstrom@mail.example", ENTER)
    talk.answer("Where do you have an account?", ENTER)
    talk.answer("Facebook account:", ENTER)
    talk.answer("Instagram account:", f"{CTRL_U}insta@mail.example{ENTER}")
    talk.answer("Your telephone number", f"{CTRL_U}{ENTER}")
    talk.answer("Language of your texts", ENTER)
    talk.answer("Please stop this use", DONE)
    talk.answer("third-party form, too?", "n")

    assert talk.ends()[0] == 0
    before.pop("tel")
    accounts = [{"site": "facebook"}, {"site": "instagram", "email": "insta@mail.example"}]
    assert stored(profile) == {**before, "country": "Irland", "accounts": accounts}


def test_a_stopped_edit_changes_nothing(terminal: Start, profile: Profile) -> None:
    profile("import", str(DEMO), "--name", "me")
    before = stored(profile)
    talk = terminal("edit", "me")
    talk.answer("Country you live in: Germany", f"{CTRL_U}Irland{ENTER}")
    talk.answer("Your e-mail address:", CTRL_C)

    assert talk.ends()[0] == 4
    assert stored(profile) == before


def test_a_name_that_is_taken_is_refused_before_the_first_question(profile: Profile) -> None:
    profile("import", str(DEMO), "--name", "me")

    assert lines(profile("new", status=2).stderr) == [
        'There is a profile "me" already.',
        'To change it: ai-optout profile edit "me". Or give another name: ai-optout profile new NAME',
    ]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["new"], "Write it as a file and take that: ai-optout profile import FILE.toml"),
        (["edit", "demo"], "Export it, edit the file, and import that: ai-optout profile export NAME FILE.toml"),
        (["remove", "demo"], 'To remove it without being asked: ai-optout profile remove "demo" --yes'),
    ],
    ids=lambda words: words[0] if isinstance(words, list) else "",
)
def test_without_a_terminal_a_question_is_refused_with_the_way_round_it(profile: Profile, words: list[str], hint: str) -> None:
    profile("import", str(DEMO))

    assert lines(profile(*words, status=3).stderr) == ["This asks questions, and there is no terminal to ask in.", hint]
    assert stored(profile, "demo")


# --- looked at, moved, removed -----------------------------------------------------------------------------------------------


def test_a_profile_is_shown_whole_with_where_it_is(profile: Profile) -> None:
    profile("import", str(DEMO))

    shown = profile("show").stdout

    for value in ("Germany", "Ångström-Öztürk", "mina.angstrom@mail.example", "Please stop this use", str(DEMO.parent)):
        assert value in shown
    assert f'This is "demo", stored in the keyring ({PLAIN}).' in shown


def test_markup_in_a_value_is_shown_as_it_stands(profile: Profile, tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_text('country = "DE"\nemail = "m@mail.example"\nfamily_name = "[bold]O\'[/bold] :smile: {x}"', encoding="utf-8")

    assert "[bold]O'[/bold] :smile: {x}" in profile("show", "odd.toml").stdout


def test_profiles_are_listed(profile: Profile) -> None:
    assert json.loads(profile("list", "--json").stdout) == {"stored": f"the keyring ({PLAIN})", "profiles": []}

    profile("import", str(DEMO))
    assert json.loads(profile("list", "--json").stdout)["profiles"] == [{"name": "demo", "usual": True}]

    profile("import", str(DEMO), "--name", "a b")
    assert profile("list").stdout == "a b\ndemo\n"


def test_a_removed_profile_is_gone(profile: Profile) -> None:
    profile("import", str(DEMO))

    assert profile("remove", "demo", "--yes").stdout == 'The profile "demo" is removed.\n'
    assert profile("list").stdout == "There is no profile yet. Make one: ai-optout profile new\n"


def test_removing_is_asked_about_and_no_is_the_default(terminal: Start, profile: Profile) -> None:
    profile("import", str(DEMO))
    talk = terminal("remove", "demo")
    talk.answer(f'Remove the profile "demo" from the keyring ({PLAIN})?', ENTER)

    status, shown = talk.ends()

    assert status == 4
    assert 'The profile "demo" is still there.' in shown
    assert stored(profile, "demo")


def test_what_is_exported_is_the_owners_alone_and_comes_back_the_same(profile: Profile, tmp_path: Path) -> None:
    profile("import", str(DEMO))

    said = profile("export", "demo").stdout

    path = tmp_path / "demo.toml"
    assert said == "demo.toml holds the profile as plain text. It is yours to guard: ai-optout neither watches nor deletes it.\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert tomllib.loads(path.read_text(encoding="utf-8"))["reason"] == stored(profile, "demo")["reason"]
    assert profile("import", "demo.toml", "--name", "again").stderr == ""
    assert stored(profile, "again") == stored(profile, "demo")


def test_a_file_that_is_there_is_not_written_over_unless_forced(profile: Profile, tmp_path: Path) -> None:
    profile("import", str(DEMO))
    (tmp_path / "mine.toml").write_text("keep me", encoding="utf-8")

    refused = profile("export", "demo", "mine.toml", status=2)

    assert lines(refused.stderr) == ["There is a file mine.toml already.", "Name another one, or replace it with --force."]
    assert (tmp_path / "mine.toml").read_text(encoding="utf-8") == "keep me"
    profile("export", "demo", "mine.toml", "--force")
    assert stat.S_IMODE((tmp_path / "mine.toml").stat().st_mode) == 0o600


def test_a_folder_is_no_place_to_export_to(profile: Profile, tmp_path: Path) -> None:
    profile("import", str(DEMO))
    (tmp_path / "folder").mkdir()

    assert lines(profile("export", "demo", "folder", status=2).stderr) == [
        "folder is a folder.",
        "Name a file in it: folder/demo.toml",
    ]


def test_an_import_replaces_only_when_forced(profile: Profile) -> None:
    profile("import", str(DEMO))

    assert lines(profile("import", str(DEMO), status=2).stderr)[-2:] == [
        'There is a profile "demo" already.',
        "Give another name with --name, or replace it with --force.",
    ]
    profile("import", str(DEMO), "--force")


def test_an_import_says_what_is_wrong_with_the_evidence_and_goes_on(profile: Profile, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.touch(mode=0o600)
    path.write_text('country = "DE"\nemail = "m@mail.example"\nevidence = ["none.png"]', encoding="utf-8")

    said = profile("import", "mine.toml").stderr

    assert said.startswith(f"The evidence {tmp_path}/none.png isn't there. Correct the path under `evidence`:")
    assert stored(profile, "mine")["evidence"] == [f"{tmp_path}/none.png"]


def test_a_faulty_file_is_refused_and_nothing_stored(profile: Profile, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('country = "Narnia"\nemail = "zz-top"', encoding="utf-8")

    said = profile("import", "mine.toml", status=2).stderr

    assert "The profile mine.toml has 2 faults: `country`: expected a country" in said
    assert "zz-top" not in said
    assert "There is no profile yet." in profile("list").stdout


@pytest.mark.parametrize(
    "words", [["show", "dmeo"], ["edit", "dmeo"], ["remove", "dmeo"], ["export", "dmeo"]], ids=lambda words: words[0]
)
def test_an_unknown_name_is_told_with_the_nearest(profile: Profile, words: list[str]) -> None:
    profile("import", str(DEMO))

    assert lines(profile(*words, status=2).stderr) == [
        'There is no profile "dmeo" (did you mean "demo"?).',
        "See which there are: ai-optout profile list",
    ]


def test_without_a_keyring_there_is_one_sentence_and_the_way_out(profile: Profile) -> None:
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call] # keyring's

    sentence, hint = lines(profile("list", status=1).stderr)

    assert sentence == "There is no keyring on this machine."
    assert hint.startswith("Install and start one (GNOME Keyring, KeePassXC or KWallet), or keep the profile in a file")


def test_a_keyring_of_plain_text_is_refused_unless_allowed(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AI_OPTOUT_ALLOW_KEYRING")

    assert lines(profile("import", str(DEMO), status=1).stderr)[-2] == f"The keyring found here, {PLAIN}, keeps plain text."


@pytest.mark.parametrize(
    ("backend", "sentence"),
    [
        ("keyring.backends.fail.Keyring", "There is no keyring on this machine."),
        ("no.such.Keyring", CHOSEN),
        ("keyring.backends.null.Nothing", CHOSEN),
    ],
)
def test_in_a_process_of_its_own_it_ends_with_the_sentence_and_no_traceback(
    environment: dict[str, str], backend: str, sentence: str
) -> None:
    ended = subprocess.run(
        [sys.executable, *COMMAND, "list"],
        env={**environment, "PYTHON_KEYRING_BACKEND": backend},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert lines(ended.stderr)[0] == sentence
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""


@pytest.mark.parametrize("command", ["new", "edit", "show", "list", "remove", "import", "export"])
def test_every_command_has_help_with_an_example(profile: Profile, command: str) -> None:
    assert f"Example: ai-optout profile {command}" in profile(command, "--help").stdout
