"""What is handed over: the person's own file where it is the picture alone, else a private copy that ends with the run."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from tests.evidence.pictures import SECRETS, exif, jpg_full_of_words, opened, saved, scene

from ai_optout.errors import AiOptoutError, ProfileError
from ai_optout.evidence import LIMIT, Upload, notes_of, uploads


def written(path: Path, content: bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def never(offer: str) -> bool:
    raise AssertionError(f"Nothing was to be asked: {offer}")


def noisy(width: int, height: int) -> Image.Image:
    return Image.merge("RGB", [Image.effect_noise((width, height), 90) for _ in range(3)])


@pytest.fixture(scope="module")
def large() -> bytes:
    """A PNG of more than 4 MB."""
    content = saved("PNG", noisy(1_600, 1_000))
    assert len(content) > LIMIT
    return content


def test_a_picture_alone_is_handed_over_itself(tmp_path: Path) -> None:
    path = written(tmp_path / "shot.png", saved("PNG"))

    with uploads([path], tmp_path / "uploads", never) as handed_over:
        assert handed_over == (Upload(path),)
        assert not (tmp_path / "uploads").exists()


def test_a_photo_is_handed_over_as_a_private_copy_of_the_same_name_that_ends_with_the_run(tmp_path: Path) -> None:
    content = jpg_full_of_words()
    path = written(tmp_path / "Fotö 1.JPG", content)

    with uploads([path], tmp_path / "uploads", never) as (upload,):
        assert upload.path.name == "Fotö 1.JPG"
        assert upload.path.is_relative_to(tmp_path / "uploads")
        assert [secret for secret in SECRETS if secret in upload.path.read_bytes()] == []
        folders = [upload.path.parent, tmp_path / "uploads"]
        assert [stat.S_IMODE(one.stat().st_mode) for one in [upload.path, *folders]] == [0o600, 0o700, 0o700]
        words = "place, camera, time, notes, further pictures and further data"
        assert upload.notes == (f"The {words} written in Fotö 1.JPG were left out of what is uploaded.",)

    assert not (tmp_path / "uploads").exists()
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda: saved("JPEG", comment=b"SECRETCOMMENT"), "The notes written in a.jpg were left out of what is uploaded."),
        (lambda: saved("JPEG") + b"SECRETTRAIL", "The further data written in a.jpg was left out of what is uploaded."),
    ],
    ids=["several", "one"],
)
def test_the_sentence_suits_what_it_names(tmp_path: Path, content: Callable[[], bytes], said: str) -> None:
    path = written(tmp_path / "a.jpg", content())

    with uploads([path], tmp_path / "uploads", never) as (upload,):
        assert upload.notes == (said,)


def test_a_picture_that_had_to_be_turned_is_said_to_be(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jpg", saved("JPEG", exif=exif(6)))

    with uploads([path], tmp_path / "uploads", never) as (upload,):
        assert upload.notes == (
            "The place, camera, time and notes written in a.jpg were left out of what is uploaded.",
            "For that, a.jpg was saved anew, the way up it is shown.",
        )


def test_pictures_of_the_same_name_dont_get_into_each_others_way(tmp_path: Path) -> None:
    paths = [
        written(tmp_path / folder / "a.jpg", saved("JPEG", scene(size, 40), exif=exif()))
        for folder, size in (("x", 40), ("y", 80))
    ]

    with uploads([*paths, paths[0]], tmp_path / "uploads", never) as handed_over:
        assert [(one.path.name, opened(one.path.read_bytes()).width) for one in handed_over] == [
            ("a.jpg", 40),
            ("a.jpg", 80),
            ("a.jpg", 40),
        ]
        assert notes_of(handed_over) == ("The place, camera, time and notes written in a.jpg were left out of what is uploaded.",)


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    left = written(tmp_path / "uploads" / "old.jpg", b"SECRETNOTE")
    path = written(tmp_path / "a.png", saved("PNG"))

    with uploads([path], tmp_path / "uploads", never):
        assert not left.exists()


def test_the_copies_end_with_a_run_that_breaks_off(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jpg", saved("JPEG", exif=exif()))

    with pytest.raises(KeyboardInterrupt), uploads([path], tmp_path / "uploads", never):
        raise KeyboardInterrupt

    assert not (tmp_path / "uploads").exists()


def test_a_faulty_picture_leaves_no_copy_of_the_one_before(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jpg", saved("JPEG", exif=exif()))

    with pytest.raises(ProfileError, match=r"isn't there\.$"), uploads([path, tmp_path / "b.jpg"], tmp_path / "uploads", never):
        pytest.fail("it was handed over")

    assert not (tmp_path / "uploads").exists()


def test_a_large_picture_is_offered_smaller_and_the_copy_is_handed_over_on_a_yes(tmp_path: Path, large: bytes) -> None:
    path = written(tmp_path / "shot.png", large)
    asked: list[str] = []

    def yes(offer: str) -> bool:
        asked.append(offer)
        return True

    with uploads([path], tmp_path / "uploads", yes) as (upload,):
        content = upload.path.read_bytes()
        megabytes = f"{len(content) / 1e6:.1f} MB"
        assert (upload.path.name, opened(content).format, len(content) < LIMIT) == ("shot.jpg", "JPEG", True)
        assert opened(content).size == (1_600, 1_000)

    (offer,) = asked
    assert offer == (
        f"shot.png has {len(large) / 1e6:.1f} MB, and the form takes less than 4 MB. Upload a smaller copy of "
        f"1,600 × 1,000 pixels, {megabytes}? Your own file stays as it is. Type yes or no."
    )
    assert upload.notes == (
        f"A smaller copy of shot.png is uploaded: 1,600 × 1,000 pixels, {megabytes}. Your own file stays as it is.",
    )
    assert path.read_bytes() == large


def test_a_large_picture_is_refused_on_a_no(tmp_path: Path, large: bytes) -> None:
    path = written(tmp_path / "shot.png", large)

    with pytest.raises(ProfileError) as refused, uploads([path], tmp_path / "uploads", lambda _: False):
        pytest.fail("it was handed over")

    assert refused.value.message == f"The evidence {path} has {len(large) / 1e6:.1f} MB, and the form takes less than 4 MB."
    assert (
        refused.value.hint == "Cut it down to what matters, or save it smaller or as JPG, then name that file under `evidence`."
    )
    assert path.read_bytes() == large


def test_a_picture_that_is_only_too_large_by_what_is_left_out_needs_no_asking(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jpg", saved("JPEG") + b"SECRETTRAIL" * 400_000)

    with uploads([path], tmp_path / "uploads", never) as (upload,):
        assert upload.path.read_bytes() == saved("JPEG")


def test_a_large_moving_picture_is_refused_without_an_offer(tmp_path: Path) -> None:
    frames = [Image.effect_noise((1_100, 1_000), 90) for _ in range(4)]
    content = saved("GIF", frames[0], save_all=True, append_images=frames[1:])
    path = written(tmp_path / "a.gif", content)

    with pytest.raises(ProfileError) as refused, uploads([path], tmp_path / "uploads", never):
        pytest.fail("it was handed over")

    assert refused.value.message == (
        f"The evidence {path} has {len(content) / 1e6:.1f} MB, and the form takes less than 4 MB. It can't be made small enough "
        "and stay legible, that is with a long side of 1,280 pixels or more."
    )


def test_a_file_beyond_all_pictures_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)

    with pytest.raises(ProfileError) as refused, uploads([path], tmp_path / "uploads", never):
        pytest.fail("it was handed over")

    assert refused.value.message == f"The evidence {path} has 3000.0 MB, and the form takes less than 4 MB."


def test_a_large_file_that_is_no_picture_is_told_as_such(tmp_path: Path) -> None:
    path = written(tmp_path / "a.png", b"hello" * 1_000_000)

    with pytest.raises(ProfileError, match=r"is no image, whatever its name says"), uploads([path], tmp_path / "uploads", never):
        pytest.fail("it was handed over")


def test_a_folder_that_cant_be_made_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jpg", saved("JPEG", exif=exif()))
    written(tmp_path / "file", b"")

    with pytest.raises(AiOptoutError) as refused, uploads([path], tmp_path / "file", never):
        pytest.fail("it was handed over")

    assert refused.value.message == f"The folder {tmp_path / 'file'} can't be made: File exists."
