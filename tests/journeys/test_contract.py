"""The contract of `run` and `demo`, typed for real: the document, the exit statuses, the homes, and that nothing personal is
anywhere else, not in a log, not in the process list.
"""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

from tests.journeys.command import Command, Watch
from tests.journeys.rehearsal import DEMO, Rehearsal, Sent

from ai_optout.profile import Profile, load_profile

REQUEST_KEYS = ["profile", "flow", "status", "reason", "receipt", "seconds", "pauses", "account"]
OBSERVED_DEMO = (sys.executable, str(Path(__file__).with_name("observed_demo.py")))

AWKWARD = """
country = "Österreich"
given_name = "D'Artagnan \\"<b>Zoë</b>\\" 👩‍👩‍👧"
family_name = "\\u200fבן־דוד بن زايد & Söhne"
email = "o'brien+meta@mail.example"
accounts = ["facebook", "instagram"]
reason = \"\"\"
<script>alert('1')</script> Ich widerspreche: "so" & 'so'.\\r
{long}\"\"\"
prompts = "Wer ist <D'Artagnan>?\\nאיפה?"
evidence = ["{evidence}", "{evidence}"]
"""


def secrets_of(profile: Profile) -> set[str]:
    """What only the person's own homes may hold: every line of every value that isn't also a word of the site's."""
    values = {line.strip() for value in profile.personal_values() for line in value.splitlines()}
    values |= {profile.email.split("@", maxsplit=1)[0], "mock-password"}
    paths = {text for path in profile.evidence for text in (str(path), path.name)}
    return {value for value in values if len(value) > 4} - paths - {profile.country}


def assert_every_byte_is_innocent(root: Path, secret: set[str]) -> None:
    """No secret in any file below `root` but the receipts, and every mode a private one."""
    files = [path for path in root.rglob("*") if path.is_file() and "receipts" not in path.parts]
    for path in files:
        content = path.read_bytes()
        assert [value for value in secret if value.encode() in content] == [], path
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert {stat.S_IMODE(path.stat().st_mode) for path in root.rglob("*") if path.is_dir()} == {0o700}


def test_run_without_names_sends_what_applies_once_each_and_leaves_nothing_personal_about(
    command: Command, rehearsal: Rehearsal
) -> None:
    profile = command.home / "person.toml"
    profile.parent.mkdir(mode=0o700, exist_ok=True)
    text = DEMO.read_text(encoding="utf-8").replace('"facebook", "instagram"', '"facebook"')
    profile.write_text(text.replace("demo-evidence.png", str(DEMO.with_name("demo-evidence.png"))), encoding="utf-8")
    profile.chmod(0o600)

    done = command.run(*command.words(profile=profile))

    assert (done.status, list(done.document)) == (0, ["requests"])
    assert [(one["flow"], one["status"], one["reason"]) for one in done.document["requests"]] == [
        ("facebook-objection", "acknowledged", None),
        ("facebook-third-party", "acknowledged", None),
    ]
    for one in done.document["requests"]:
        assert list(one) == REQUEST_KEYS
        assert (one["profile"], one["seconds"] > 0) == ("person", True)
        assert Path(one["receipt"]).parent == command.data / "receipts"
        assert all(list(pause) == ["kind", "about", "seconds"] for pause in one["pauses"])
        assert "Answer due by" in (Path(one["receipt"]) / "receipt.html").read_text(encoding="utf-8")
        assert json.loads((Path(one["receipt"]) / "receipt.json").read_bytes())["country"] == "DE"
    kinds = [[pause["kind"] for pause in one["pauses"]] for one in done.document["requests"]]
    assert kinds == [["login", "review", "code"], ["review", "code"]]
    assert [(one["door"], one["accepted"]) for one in rehearsal.received()] == [("A", True), ("C", True)]
    assert [Sent(one).answers(rehearsal.profile) for one in rehearsal.received()] == [{}, {}]
    for left_out in (
        "instagram-objection: left out. The profile names no Instagram account.",
        "instagram-third-party: left out. Another way to the form of facebook-third-party; name it to take this one.",
    ):
        assert left_out in done.said
    assert_every_byte_is_innocent(command.home / "ai-optout", secrets_of(rehearsal.profile))
    assert [value for value in secrets_of(rehearsal.profile) if value in done.stderr] == []
    assert [request.profile for request in command.requests()] == ["person", "person"]


def test_the_demo_takes_an_awkward_person_through_all_four_and_keeps_them_off_the_process_list(command: Command) -> None:
    profile = command.home / "awkward.toml"
    profile.parent.mkdir(mode=0o700, exist_ok=True)
    evidence = DEMO.with_name("demo-evidence.png")
    profile.write_text(AWKWARD.format(long="Ö" * 1_900, evidence=evidence), encoding="utf-8")
    profile.chmod(0o600)
    person = load_profile(profile)
    seen = command.home / "seen.json"

    with command.running(str(seen), "--headless", "--json", "--profile", str(profile), program=OBSERVED_DEMO) as process:
        watch = Watch.of(process)
        stdout, stderr = process.communicate(timeout=150)
        shown = watch.end()

    assert process.returncode == 0, stderr
    requests = json.loads(stdout)["requests"]
    assert [(one["flow"], one["status"], one["reason"]) for one in requests] == [
        (flow, "acknowledged", None)
        for flow in ("facebook-objection", "instagram-objection", "facebook-third-party", "instagram-third-party")
    ]
    assert [list(one) for one in requests] == [REQUEST_KEYS] * 4
    received = json.loads(seen.read_text(encoding="utf-8"))
    assert [(one["door"], one["accepted"]) for one in received] == [("A", True), ("B", True), ("C", True), ("C", True)]
    assert [Sent(one).answers(person) for one in received] == [{}] * 4
    files = [(evidence.name, evidence.read_bytes())] * 2
    assert [Sent(one).files() for one in received] == [[], [], files, files]
    assert not (command.home / "ai-optout" / "data").exists()
    secret = secrets_of(person)
    assert [value for value in secret if value in stderr] == []
    assert len(watch.processes) > 5
    assert [value for value in secret if value in shown] == []
