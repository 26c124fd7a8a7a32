from __future__ import annotations

import hashlib
import json
import re
import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from ai_optout.errors import LedgerError
from ai_optout.ledger import State
from ai_optout.receipt import Answer, Digest, Receipt, ReceiptDocument
from ai_optout.status import Pause, Status

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n made up"
AWKWARD = 'Zoë "O\'Neill" <b>&amp;</b> שלום 🙈 \u2028 ' + "x" * 2000


class StandingClock:
    def now(self) -> datetime:
        return NOON

    def monotonic(self) -> float:
        return 0.0


def receipt(root: Path) -> Receipt:
    return Receipt.create(root, "facebook-objection", StandingClock())


def document(**changed: Any) -> ReceiptDocument:
    values: dict[str, Any] = {
        "mock": True,
        "flow": "facebook-objection",
        "title": "Object to your information being used for AI at Meta",
        "right": "objection",
        "account": "facebook",
        "state": State.REVIEWED,
    }
    return ReceiptDocument(**(values | changed))


def written(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_bytes())
    return content


def test_a_run_that_typed_nothing_leaves_no_folder(tmp_path: Path) -> None:
    assert receipt(tmp_path).folder is None
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_named_by_time_flow_and_chance_and_is_private(tmp_path: Path) -> None:
    kept = receipt(tmp_path / "data")
    kept.write(document())
    assert kept.folder
    assert kept.folder.parent == tmp_path / "data" / "receipts"
    assert re.fullmatch(r"20261123T120000Z-facebook-objection-[0-9a-f]{6}", kept.folder.name)
    assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700


def test_two_runs_of_one_flow_in_one_second_have_folders_of_their_own(tmp_path: Path) -> None:
    first, second = receipt(tmp_path), receipt(tmp_path)
    first.write(document())
    second.write(document())
    assert first.folder != second.folder


def test_every_file_in_it_is_private(tmp_path: Path) -> None:
    kept = receipt(tmp_path)
    for path in (kept.picture("form", PNG), kept.picture("acknowledgement", PNG), kept.write(document())):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_whole_document_can_be_read_back_as_it_was(tmp_path: Path) -> None:
    whole = document(
        request=7,
        status=Status.ACKNOWLEDGED,
        state=State.ACKNOWLEDGED,
        door="https://www.facebook.com/help/contact/712876720715583",
        address="https://www.facebook.com/ajax/help/contact/submit/page",
        opened=NOON,
        reviewed=NOON + timedelta(minutes=1),
        sent=NOON + timedelta(minutes=2),
        acknowledged=NOON + timedelta(minutes=3),
        answers=(
            Answer(question="Spiegaci che impatto ha su di te", meaning="impact", answer=AWKWARD),
            Answer(question="Screenshot", meaning="evidence", files=(Digest.of("prova.png", PNG),)),
        ),
        acknowledgement="Thank you. The relevant teams will review your request as soon as possible.",
        pauses=(Pause(kind="review", about="Object to your information", seconds=4.5),),
    )
    path = receipt(tmp_path).write(whole)
    assert ReceiptDocument.model_validate_json(path.read_bytes()) == whole


def test_a_file_that_was_handed_over_is_told_by_name_hash_and_size() -> None:
    assert Digest.of("proof.png", PNG).model_dump() == {
        "name": "proof.png",
        "sha256": hashlib.sha256(PNG).hexdigest(),
        "size": len(PNG),
    }


def test_times_are_written_in_utc(tmp_path: Path) -> None:
    in_berlin = datetime(2026, 11, 23, 13, 0, 0, tzinfo=timezone(timedelta(hours=1)))
    assert written(receipt(tmp_path).write(document(sent=in_berlin)))["sent"] == "2026-11-23T12:00:00Z"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        document(sent=datetime(2026, 11, 23, 12, 0, 0))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("key", ["door", "address"])
def test_addresses_are_kept_without_user_query_and_fragment(key: str) -> None:
    kept = document(**{key: "https://me:secret@help.instagram.com/contact/233964459562201?email=a%40b.example#reason"})
    assert getattr(kept, key) == "https://help.instagram.com/contact/233964459562201"


def test_it_says_which_version_wrote_it_and_that_it_was_a_rehearsal(tmp_path: Path) -> None:
    content = written(receipt(tmp_path).write(document(mock=True)))
    assert re.fullmatch(r"ai-optout \d+\.\d+\.\d+", content["tool"])
    assert (content["mock"], content["format"]) == (True, 3)


def test_pictures_are_listed_with_their_hashes(tmp_path: Path) -> None:
    kept = receipt(tmp_path)
    kept.picture("form", PNG)
    kept.picture("acknowledgement", PNG + b"2")
    assert written(kept.write(document()))["pictures"] == [
        {"name": "form.png", "sha256": hashlib.sha256(PNG).hexdigest(), "size": len(PNG), "shows": "form"},
        {
            "name": "acknowledgement.png",
            "sha256": hashlib.sha256(PNG + b"2").hexdigest(),
            "size": len(PNG) + 1,
            "shows": "acknowledgement",
        },
    ]


def test_the_picture_of_a_form_that_is_sent_again_does_not_replace_the_first(tmp_path: Path) -> None:
    kept = receipt(tmp_path)
    first, second = kept.picture("form", PNG), kept.picture("form", PNG + b"corrected")
    assert (first.name, second.name) == ("form.png", "form-2.png")
    assert (first.read_bytes(), second.read_bytes()) == (PNG, PNG + b"corrected")


def test_each_stage_replaces_the_document_as_a_whole(tmp_path: Path) -> None:
    kept = receipt(tmp_path)
    kept.write(document(answers=(Answer(question="Reason", meaning="impact", answer=AWKWARD),)))
    path = kept.write(document(state=State.SENT, sent=NOON))
    assert (written(path)["state"], written(path)["answers"]) == ("sent", [])
    assert [file.name for file in path.parent.iterdir()] == ["receipt.json"]


def test_a_receipt_that_can_not_be_written_is_said_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "receipts").write_text("a file where the folder should be")
    with pytest.raises(LedgerError) as refusal:
        receipt(tmp_path).write(document())
    assert re.fullmatch(r"The folder \S+ can't be made: \w.*\.", refusal.value.message)
    assert refusal.value.hint == "Make it writable for you, or set AI_OPTOUT_HOME to a folder that is."


def test_a_write_that_fails_leaves_the_stage_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = receipt(tmp_path)
    path = kept.write(document())

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)  # the disk, not the receipt, is what is made up here
    with pytest.raises(LedgerError, match=r"^The file \S+receipt\.json can't be written: No space left on device\.$"):
        kept.write(document(state=State.SENT, sent=NOON))
    assert written(path)["state"] == "reviewed"
    assert [file.name for file in path.parent.iterdir()] == ["receipt.json"]


def test_answers_and_the_pages_words_are_in_no_representation() -> None:
    personal = document(
        answers=(Answer(question="Email", meaning="email", answer="anna@example.org"),), acknowledgement="Thank you, Anna."
    )
    assert "anna" not in f"{personal!r} {personal} {personal.answers!r}".lower()


def test_a_refused_document_does_not_repeat_its_values() -> None:
    with pytest.raises(ValidationError) as refusal:
        Answer(question="Email", meaning="email", answer=["anna@example.org"])
    assert "anna@example.org" not in str(refusal.value)


def test_half_a_character_in_what_the_page_holds_does_not_break_the_receipt(tmp_path: Path) -> None:
    answer = Answer(question="Reason", meaning="impact", answer="cut \ud83d")
    assert written(receipt(tmp_path).write(document(answers=(answer,))))["answers"][0]["answer"] == "cut \ufffd"
