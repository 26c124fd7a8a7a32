"""`ai-optout run`: what is refused, each in one sentence with the way out and its exit status, before any browser opens."""

from __future__ import annotations

import base64
import contextlib
import gc
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import keyring
import keyring.backends.fail
import keyring.backends.null
import keyrings.alt.file  # type: ignore[import-untyped] # it has no types
import pytest
import secretstorage
from keyring.backend import KeyringBackend
from PIL import Image
from tests.cli.conftest import Type

from ai_optout.profile import Profile
from ai_optout.vault import KeyringVault

PIN = base64.b64encode(bytes(32)).decode()
MOCK = ("--mock", "127.0.0.1:9", "--pin", PIN)
FILE_INSTEAD = "or keep the profile in a file and name it: --profile FILE.toml"
ProfileFile = Callable[..., Path]


@pytest.fixture(autouse=True)
def _no_browser_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a browser was opened")

    monkeypatch.setattr("ai_optout.cli.session.open_browser", refused)


def store(name: str = "home") -> None:
    """A profile in the keyring of this test."""
    KeyringVault().store(name, Profile.model_validate({"country": "DE", "email": "mina@mail.example"}))


# --- flows and profiles ---


def test_a_flow_that_there_is_not(typed: Type, profile_file: ProfileFile) -> None:
    done = typed("run", "facebook-objektion", "--profile", str(profile_file()))

    assert done.refusal == (
        2,
        "There is no flow «facebook-objektion». Did you mean facebook-objection? All there are: ai-optout flows",
    )


def test_a_refusal_with_json_is_a_document_on_stdout_too(typed: Type) -> None:
    done = typed("run", "tiktok", "--json")

    assert done.document == {
        "requests": [],
        "error": {"message": "There is no flow «tiktok».", "hint": "All there are: ai-optout flows", "exit_status": 2},
    }
    assert done.refusal == (2, "There is no flow «tiktok». All there are: ai-optout flows")


def test_no_profile_at_all(typed: Type) -> None:
    assert typed("run").refusal == (2, "There is no profile yet. Make one: ai-optout profile new")


def test_a_profile_that_there_is_not(typed: Type) -> None:
    store("home")

    assert typed("run", "--profile", "hone").refusal == (
        2,
        'There is no profile "hone" (did you mean "home"?). See which there are: ai-optout profile list',
    )


def test_several_profiles_and_none_said_to_be_the_usual_one(typed: Type) -> None:
    store("home")
    store("work")

    assert typed("run").refusal == (
        2,
        (
            "There are 2 profiles, and none is said to be the usual one. "
            'Name one with --profile (ai-optout profile list), or the usual one in config.toml: profile = "..."'
        ),
    )


def test_a_file_that_is_not_there(typed: Type, tmp_path: Path) -> None:
    assert typed("run", "--profile", str(tmp_path / "me.toml")).refusal == (
        2,
        f"There is no file {tmp_path / 'me.toml'}. Look at the path; what is in the keyring: ai-optout profile list",
    )


def test_an_address_and_a_country_that_are_none_are_told_together_and_not_repeated(
    typed: Type, profile_file: ProfileFile
) -> None:
    path = profile_file(country="Atlantis", email="mina(at)mail.example")

    assert typed("run", "--profile", str(path)).refusal == (
        2,
        (
            f"The profile {path} has 2 faults: `country`: expected a country, by its name in any language or its ISO code, "
            'such as "Germany" or "DE"; `email`: expected an e-mail address, such as name@example.org. '
            f"Correct {path} and run it again."
        ),
    )


# --- keyrings ---


def test_no_keyring(typed: Type) -> None:
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call] # keyring's own signature

    assert typed("run").refusal == (
        1,
        f"There is no keyring on this machine. Install and start one (GNOME Keyring, KeePassXC or KWallet), {FILE_INSTEAD}",
    )


def test_a_keyring_that_keeps_plain_text(typed: Type) -> None:
    keyring.set_keyring(keyrings.alt.file.PlaintextKeyring())
    plain = "keyrings.alt.file.PlaintextKeyring"

    assert typed("run").refusal == (
        1,
        (
            f"The keyring found here, {plain}, keeps plain text. "
            "Start your desktop's own keyring, or accept this one in config.toml: "
            f'allow_keyring = ["{plain}"], {FILE_INSTEAD}'
        ),
    )


def test_a_keyring_that_forgets_has_no_profile_to_run(typed: Type) -> None:
    keyring.set_keyring(keyring.backends.null.Keyring())  # type: ignore[no-untyped-call] # keyring's own signature

    assert typed("run").refusal == (2, "There is no profile yet. Make one: ai-optout profile new")


def test_a_keyring_that_forgets_is_told_when_something_is_stored(typed: Type, profile_file: ProfileFile) -> None:
    keyring.set_keyring(keyring.backends.null.Keyring())  # type: ignore[no-untyped-call] # keyring's own signature

    done = typed("profile", "import", str(profile_file()))

    assert done.refusal == (
        1,
        (
            "The keyring forgets: keyring.backends.null.Keyring took an entry and gave nothing back. "
            f"Choose another one in your desktop's settings or in keyring's ({FILE_INSTEAD})."
        ),
    )


@pytest.fixture
def locked_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """GNOME Keyring, locked, on a session bus of its own, without a display to ask on."""
    for name, value in {"HOME": tmp_path, "XDG_DATA_HOME": tmp_path / "data", "XDG_RUNTIME_DIR": tmp_path / "run"}.items():
        monkeypatch.setenv(name, str(value))
    (tmp_path / "run").mkdir(mode=0o700)
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address=1"], **piped)  # type: ignore[call-overload]
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.stdout.readline().strip())
    words = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    daemon = subprocess.Popen(words, stdin=subprocess.PIPE, **piped)  # type: ignore[call-overload]
    daemon.stdin.write("the keyring's own")
    daemon.stdin.close()
    daemon.stdout.readline()
    from keyring.backends.SecretService import Keyring  # noqa: PLC0415 - only where it is

    backend: KeyringBackend = Keyring()  # type: ignore[no-untyped-call] # keyring's own signature
    keyring.set_keyring(backend)
    store()
    with contextlib.closing(secretstorage.dbus_init()) as connection:
        secretstorage.get_default_collection(connection).lock()
    yield
    for process in (daemon, bus):
        process.terminate()
        process.wait(10)
        process.stdout.close()


@pytest.mark.needs("dbus", "gnome-keyring")
@pytest.mark.real_keyring
@pytest.mark.usefixtures("locked_keyring")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # keyring leaves its connection open then
def test_a_locked_keyring(typed: Type) -> None:
    done = typed("run")
    gc.collect()  # so that the warning about it comes within this test

    assert done.status == 1
    assert done.stderr in {
        "The keyring is locked. Unlock it in your desktop's password window, then run it again.",
        "The keyring's question was dismissed. Run it again and allow the access in the window that opens.",
    }


# --- browser and display ---


def test_no_browser(typed: Type, profile_file: ProfileFile) -> None:
    done = typed("run", *MOCK, "--profile", str(profile_file()), "--headless", "--dry-run", "--browser", "/nowhere/browser")

    assert done.refusal == (
        1,
        (
            "The browser /nowhere/browser is not an executable file. "
            "Name the browser's program file, or leave the setting `browser` out to have one found; "
            "`ai-optout doctor` says which."
        ),
    )


def test_no_display_for_a_window(typed: Type, profile_file: ProfileFile) -> None:
    done = typed("run", "facebook-third-party", *MOCK, "--profile", str(profile_file()), "--headed")

    assert done.refusal == (
        2,
        (
            "There is no display to show a browser window on: neither DISPLAY nor WAYLAND_DISPLAY is set. "
            "Run it without a window (`--headless`), or give it a display of its own: `xvfb-run ai-optout ...`."
        ),
    )


# --- evidence ---


def noise() -> bytes:
    """A picture of 4.7 MB: nothing in it can be packed."""
    stored = io.BytesIO()
    Image.frombytes("RGB", (1300, 1200), os.urandom(1300 * 1200 * 3)).save(stored, "PNG")
    return stored.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "The evidence {path} isn't there. Correct the path under `evidence`: it is relative to the profile's file."),
        (
            noise(),
            (
                "The evidence {path} has 4.7 MB, and the form takes less than 4 MB. "
                "Cut it down to what matters, or save it smaller or as JPG, then name that file under `evidence`."
            ),
        ),
        (
            b"GIF? No: words.",
            (
                "The evidence {path} is no image, whatever its name says; the form takes JPG, PNG, GIF, TIFF, HEIF or WebP. "
                "Open it in an image viewer and save it as PNG or JPG, then name that file under `evidence`."
            ),
        ),
    ],
    ids=["missing", "over 4 MB", "no image"],
)
def test_evidence_that_will_not_do(
    typed: Type, profile_file: ProfileFile, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / "shot.png"
    if content is not None:
        path.write_bytes(content)
    answers = tmp_path / "answers.toml"
    answers.write_text('review = "send"\n')

    done = typed(
        *("run", "facebook-third-party", *MOCK, "--profile", str(profile_file('evidence = ["shot.png"]'))),
        *("--headless", "--answers", str(answers)),
    )

    assert done.refusal == (2, sentence.format(path=path))


# --- the mock, and nobody there ---


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("--mock", "192.0.2.7:8443", "--pin", PIN),
            (
                "The mock's address '192.0.2.7:8443' is not on this machine: its host must be a loopback address. "
                "Use 127.0.0.1, ::1 (written [::1]:PORT) or localhost. A mock elsewhere can be brought here with `ssh -L`."
            ),
        ),
        (
            ("--mock", "www.facebook.com:443", "--pin", PIN),
            (
                "The mock's address 'www.facebook.com:443' is not on this machine: its host must be a loopback address. "
                "Use 127.0.0.1, ::1 (written [::1]:PORT) or localhost. A mock elsewhere can be brought here with `ssh -L`."
            ),
        ),
        (
            ("--mock", "127.0.0.1", "--pin", PIN),
            "'127.0.0.1' is not an address of the form HOST:PORT. Start a mock and take what it prints: `ai-optout mock`.",
        ),
        (
            ("--mock", "127.0.0.1:9"),
            "--mock needs --pin, the key of the mock's certificate. Take the `pin` that the mock prints: ai-optout mock --json",
        ),
        (
            ("--mock", "127.0.0.1:9", "--pin", "abc"),
            (
                "The pin is not the base64 of a SHA-256, 44 characters long. "
                "Take the `pin` that the mock prints: `ai-optout mock --json`."
            ),
        ),
        (
            ("--answers", "answers.toml"),
            (
                "--answers and --pin go with --mock only: on the real site the person is a person. "
                "Leave them out, or start a mock: ai-optout mock"
            ),
        ),
        (
            ("--pin", PIN),
            (
                "--answers and --pin go with --mock only: on the real site the person is a person. "
                "Leave them out, or start a mock: ai-optout mock"
            ),
        ),
    ],
    ids=[
        "another machine",
        "the real site",
        "no port",
        "no pin",
        "no proper pin",
        "answers without a mock",
        "a pin without a mock",
    ],
)
def test_what_goes_with_a_mock_is_kept_to_it(typed: Type, words: tuple[str, ...], sentence: str) -> None:
    assert typed("run", *words).refusal == (2, sentence)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        *(
            (
                (*MOCK, *option),
                (
                    f"{option[0]} doesn't go with --mock: the mock stands for the real sites only in a browser that is started "
                    "for it. Leave one of them out."
                ),
            )
            for option in (("--attach", "http://127.0.0.1:9222"), ("--connect", "ws://127.0.0.1:3000/"), ("--remember-login",))
        ),
        (
            ("--attach", "ftp://127.0.0.1"),
            (
                "--attach wants the address of a browser's debugging port, such as http://127.0.0.1:9222 Start it with a debugging "
                "port and a profile of its own: chromium --remote-debugging-port=9222 --user-data-dir=FOLDER"
            ),
        ),
        (
            ("--connect", "http://127.0.0.1:3000"),
            (
                "--connect wants the address of a Playwright server, such as ws://127.0.0.1:3000/ Start one there with the same "
                f"version: npx playwright@{version('playwright')} run-server --port 3000"
            ),
        ),
        (
            ("--attach", "http://127.0.0.1:9222", "--remember-login"),
            "--attach and --remember-login don't go together: each says where the log-ins are. Leave one of them out.",
        ),
        (
            ("--connect", "ws://127.0.0.1:3000/", "--browser", "chromium"),
            "--connect works in a browser that is running, so --browser has no say. Leave one of them out.",
        ),
        (
            ("--attach", "http://127.0.0.1:9222", "--profile", "mina", "--profile", "leo"),
            (
                "--attach works in one person's browser, and several profiles were named. "
                "Run it once for each, in their own browser; or without --attach."
            ),
        ),
    ],
    ids=[
        *("attach, mock", "connect, mock", "remember, mock", "attach, no address", "connect, no address"),
        *("attach, remember", "connect, browser", "attach, two people"),
    ],
)
def test_where_the_browser_is_goes_with_one_wish_only(typed: Type, words: tuple[str, ...], sentence: str) -> None:
    assert typed("run", *words).refusal == (2, sentence)


def test_one_of_two_profiles_that_there_is_not(typed: Type) -> None:
    store("home")

    assert typed("run", "--profile", "home", "--profile", "hone").refusal == (
        2,
        'There is no profile "hone" (did you mean "home"?). See which there are: ai-optout profile list',
    )


def test_two_files_of_the_same_name_are_refused(typed: Type, tmp_path: Path) -> None:
    for folder, email in (("a", "mina@mail.example"), ("b", "leo@mail.example")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "me.toml").write_text(f'country = "DE"\nemail = "{email}"\n')
        (tmp_path / folder / "me.toml").chmod(0o600)

    done = typed("run", "--profile", str(tmp_path / "a" / "me.toml"), "--profile", str(tmp_path / "b" / "me.toml"))

    assert done.refusal == (
        2,
        "Two of the profiles are called me. Rename one of the files, or run them one after the other.",
    )


def test_a_profile_that_is_named_twice_is_run_once(typed: Type, profile_file: ProfileFile) -> None:
    path = str(profile_file('accounts = ["facebook"]', country="US"))

    done = typed("run", "facebook-objection", *MOCK, "--profile", path, "--profile", path, "--headless", "--dry-run", "--json")

    assert [(one["profile"], one["flow"]) for one in done.document["requests"]] == [("person", "facebook-objection")]
    assert "The profile person was named twice: it is run once." in done.stderr


def test_answers_that_are_wrong(typed: Type, profile_file: ProfileFile, tmp_path: Path) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text('review = "yes"\n')

    done = typed("run", "facebook-third-party", *MOCK, "--profile", str(profile_file()), "--answers", str(answers))

    assert done.refusal == (
        2,
        (
            "The answers in answers.toml can't be used: review: Input should be 'send' or 'stop'. "
            "The keys are review, again, code_command, [login] and [questions]."
        ),
    )


def test_nobody_there_to_have_the_last_look(typed: Type, profile_file: ProfileFile) -> None:
    done = typed("run", "facebook-third-party", "--profile", str(profile_file()), "--headless")

    assert done.refusal == (
        3,
        (
            "Nobody is there to have a last look before sending. "
            "Run it in a terminal, where you can answer; or see it filled only: --dry-run"
        ),
    )


def test_debugging_that_would_print_what_is_typed(
    typed: Type, profile_file: ProfileFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEBUG", "pw:api")

    done = typed("run", "facebook-third-party", "--profile", str(profile_file()), "--headless")

    assert done.refusal == (
        2,
        (
            "DEBUG is set, which has Playwright print everything that is typed into the forms. "
            "Unset it and run this again: `unset DEBUG`."
        ),
    )


def test_not_eligible_is_said_before_anything_opens_and_is_no_fault(
    typed: Type, profile_file: ProfileFile, tmp_path: Path
) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text('review = "send"\n')
    path = profile_file('accounts = ["facebook"]', country="US")

    done = typed("run", "facebook-objection", *MOCK, "--profile", str(path), "--answers", str(answers), "--headless", "--json")

    sentence = "This form is not open to people who live where you live; the third-party form is open to everyone."
    status, said = done.refusal
    assert status == 0
    assert said.startswith(f"· facebook-objection: {sentence}")
    assert "ai-optout run facebook-third-party" in said
    assert done.document == {
        "requests": [
            {
                "profile": "person",
                "flow": "facebook-objection",
                "status": "not-eligible",
                "reason": sentence,
                "receipt": None,
                "seconds": 0.0,
                "pauses": [],
                "account": "facebook",
            }
        ]
    }


@pytest.mark.parametrize("words", [("run", "--nonsense"), ("run", "--mock"), ("nonsense",)], ids=" ".join)
def test_wrong_usage_is_exit_status_2(words: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ai_optout", *words], env=os.environ, capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_reason_that_one_door_is_known_to_refuse_is_told_first(typed: Type, profile_file: ProfileFile, tmp_path: Path) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text('review = "send"\n')
    path = profile_file('accounts = ["facebook"]\nreason = "Too short."\nevidence = ["/nowhere.png"]')

    done = typed(
        *("run", "facebook-objection", "facebook-third-party", *MOCK, "--profile", str(path), "--headless"),
        *("--answers", str(answers)),
    )

    told = (
        "Your reason has 10 characters. One of the forms is reported to refuse fewer than 100 (one source, shape of 2024), "
        "and to say so only at the end."
    )
    assert done.stdout.strip() == told
    assert done.status == 2
