"""Pictures on their way to the form: what the mock receives is the picture alone, and the person knows it beforehand."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from tests.evidence.pictures import SECRETS, jpg_full_of_words, opened, saved
from tests.journeys.command import Command
from tests.journeys.rehearsal import DEMO, Rehearsal, Sent

from ai_optout.errors import NeedsPerson, ProfileError, Skipped, Stopped
from ai_optout.person.nobody import Nobody
from ai_optout.person.pause import Done, No, Pause, PauseKind, Person, Reply, Said, Send
from ai_optout.person.written import WrittenAnswers, WrittenPerson
from ai_optout.profile import Profile
from ai_optout.testing import ScriptedPerson

LEFT_OUT = (
    "The place, camera, time, notes, further pictures and further data written in photo.jpg were left out of what is uploaded."
)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(jpg_full_of_words())
    return path


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A screenshot of more than 4 MB."""
    path = tmp_path / "large.png"
    path.write_bytes(saved("PNG", Image.merge("RGB", [Image.effect_noise((1_400, 1_100), 90) for _ in range(3)])))
    return path


def with_evidence(rehearsal: Rehearsal, *paths: Path) -> Profile:
    return rehearsal.profile_with(evidence=[str(path) for path in paths])


def test_a_photo_arrives_without_its_place_and_with_its_pixels(rehearsal: Rehearsal, photo: Path) -> None:
    rehearsal.switch(code=False)
    before = photo.read_bytes()
    profile = with_evidence(rehearsal, photo)
    person = rehearsal.obliging(profile)

    result = rehearsal.one("facebook-third-party", person=person, profile=profile)

    assert result.status == "acknowledged"
    ((name, content),) = Sent(rehearsal.only_accepted()).files()
    assert name == "photo.jpg"
    assert [secret for secret in SECRETS if secret in content] == []
    assert not Image.open(io.BytesIO(content)).getexif()
    assert opened(content).tobytes() == opened(before).tobytes()
    assert person.told[0] == LEFT_OUT
    digest = {"name": "photo.jpg", "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    receipt = [(one["answer"], one["files"]) for one in rehearsal.receipt(result)["answers"] if one["files"]]
    assert receipt == [(LEFT_OUT, [digest])]
    assert photo.read_bytes() == before
    assert not (rehearsal.data / "uploads").exists()


def test_a_large_picture_is_asked_about_before_the_browser_opens_and_its_copy_arrives(rehearsal: Rehearsal, large: Path) -> None:
    rehearsal.switch(code=False)
    opened_before: list[int] = []

    def yes(pause: Pause) -> Reply:
        opened_before.append(rehearsal.opened)
        assert pause.page is None
        return Said("yes")

    with ScriptedPerson((PauseKind.QUESTION, yes), (PauseKind.REVIEW, Send())) as person:
        result = rehearsal.one("facebook-third-party", person=person, profile=with_evidence(rehearsal, large))

    assert (result.status, opened_before) == ("acknowledged", [0])
    ((name, content),) = Sent(rehearsal.only_accepted()).files()
    assert (name, len(content) < 4_000_000) == ("large.jpg", True)
    assert opened(content).size == (1_400, 1_100)
    (answer,) = [one["answer"] for one in rehearsal.receipt(result)["answers"] if one["files"]]
    assert answer.startswith("A smaller copy of large.png is uploaded: 1,400 × 1,100 pixels, ")


@pytest.mark.parametrize(
    "reply",
    [Said("no"), Said("yesterday"), Done(), No(), Skipped("Left out, as you asked."), NeedsPerson("Nobody.", "Be there.")],
    ids=["no", "another word", "nothing", "a no", "left out", "nobody"],
)
def test_a_large_picture_is_refused_on_anything_but_a_yes(rehearsal: Rehearsal, large: Path, reply: Reply) -> None:
    with ScriptedPerson((PauseKind.QUESTION, reply)) as person, pytest.raises(ProfileError) as refused:
        rehearsal.one("facebook-third-party", person=person, profile=with_evidence(rehearsal, large))

    size = large.stat().st_size / 1e6
    assert refused.value.message == f"The evidence {large} has {size:.1f} MB, and the form takes less than 4 MB."
    assert (rehearsal.opened, rehearsal.received(), rehearsal.requests()) == (0, [], [])


def test_a_stop_at_the_question_is_a_stop(rehearsal: Rehearsal, large: Path) -> None:
    with ScriptedPerson((PauseKind.QUESTION, Stopped("Stopped, as you asked."))) as person, pytest.raises(Stopped):
        rehearsal.one("facebook-third-party", person=person, profile=with_evidence(rehearsal, large))

    assert rehearsal.opened == 0


def written(**answers: object) -> Person:
    return WrittenPerson(WrittenAnswers.model_validate(answers), Path.cwd(), lambda: False, lambda: None, lambda _: None)


@pytest.mark.parametrize(
    "person", [lambda: Nobody(lambda _: None), lambda: written(review="send")], ids=["nobody", "a written person"]
)
def test_where_nobody_answers_a_large_picture_is_refused(rehearsal: Rehearsal, large: Path, person: Callable[[], Person]) -> None:
    with pytest.raises(ProfileError, match=r"MB, and the form takes less than 4 MB\.$"):
        rehearsal.one("facebook-third-party", person=person(), profile=with_evidence(rehearsal, large), dry_run=True)


def test_a_written_person_may_have_said_yes(rehearsal: Rehearsal, large: Path) -> None:
    person = written(review="send", questions={"Upload a smaller copy of a picture that is too large?": "yes"})

    result = rehearsal.one("facebook-third-party", person=person, profile=with_evidence(rehearsal, large), dry_run=True)

    assert result.status == "filled"


def test_a_form_that_asks_for_no_pictures_is_handed_none_and_no_picture_is_looked_at(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    rehearsal.switch(code=False)

    result = rehearsal.one("facebook-objection", profile=with_evidence(rehearsal, tmp_path / "none.png"))

    assert result.status == "acknowledged"


def test_the_command_names_a_picture_that_is_too_large_and_opens_nothing(command: Command, large: Path) -> None:
    profile = command.home / "person.toml"
    command.home.mkdir(mode=0o700, exist_ok=True)
    profile.write_text(DEMO.read_text(encoding="utf-8").replace("demo-evidence.png", str(large)), encoding="utf-8")
    profile.chmod(0o600)

    done = command.run(*command.words("facebook-third-party", profile=profile))

    assert done.status == 2
    assert f"The evidence {large} has {large.stat().st_size / 1e6:.1f} MB, and the form takes less than 4 MB." in done.said
    assert command.requests() == []
