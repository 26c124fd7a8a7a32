"""Profiles: what they hold, what they refuse and how they say it, and that nothing typed is ever changed or shown."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_optout.errors import ProfileError
from ai_optout.evidence import check_evidence
from ai_optout.profile import Account, Profile, dump_toml, fault_in, load_profile, parse_profile, profile_from_json

DEMO = Path(__file__).parents[1] / "fixtures" / "profiles" / "demo.toml"
NEEDED = {"country": "Germany", "email": "mina@mail.example"}


def make_profile(**values: object) -> Profile:
    return parse_profile({**NEEDED, **values}, called="profile", hint="")


def refusal(data: object) -> str:
    with pytest.raises(ProfileError) as refused:
        parse_profile(data, called="profile", hint="Correct it.")
    assert refused.value.exit_status == 2
    assert refused.value.hint == "Correct it."
    return refused.value.message


def fault(**values: object) -> str:
    """The one fault of an otherwise good profile."""
    return refusal({**NEEDED, **values}).removeprefix("The profile has 1 fault: ")


def written(folder: Path, text: str | bytes, mode: int = 0o600) -> Path:
    path = folder / "mine.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(mode)
    return path


class Notes(list[str]):
    def __call__(self, note: str) -> None:
        self.append(note)


# --- what it holds -----------------------------------------------------------------------------------------------------------


def test_the_demo_person_can_go_through_all_four_journeys() -> None:
    demo = load_profile(DEMO, say=Notes())

    assert demo.country_code == "DE"
    assert [account.site for account in demo.accounts] == ["facebook", "instagram"]
    assert demo.given_name
    assert demo.family_name
    assert len(demo.reason or "") >= 100
    assert demo.prompts
    assert [check_evidence(path).format for path in demo.evidence] == ["PNG"]
    assert check_evidence(demo.evidence[0]).size < 200_000


def test_only_what_every_form_asks_is_required() -> None:
    assert refusal({}) == (
        "The profile has 2 faults: `country` is missing: the country you live in, by name or ISO code; "
        "`email` is missing: the e-mail address that the answer is to go to."
    )
    assert make_profile().to_mapping() == NEEDED


AWKWARD = {
    "accents": "Zoë Ångström-Łukasiewicz",
    "decomposed accents": "Zoe\u0308",
    "blanks around": "  Zoe ",
    "quotes": 'O\'Neil "Zo" `x`',
    "markup": "<b>Zoe</b> & {{ 7*7 }} %s $HOME",
    "right to left": "\u200fיעל\u200e بن زايد",
    "emoji with joiners": "👩‍👩‍👧 🏳️‍🌈",
    "2,000 characters": "Å" * 2_000,
    "no-break space": "Zoe\u00a0L.",
    "backslashes": "C:\\new\\table",
}


@pytest.mark.parametrize("value", AWKWARD.values(), ids=AWKWARD)
@pytest.mark.parametrize("key", ["given_name", "family_name", "reason", "prompts"])
def test_a_value_stays_as_it_stands(key: str, value: str) -> None:
    profile = make_profile(**{key: value})

    assert getattr(profile, key) == value
    assert getattr(profile_from_json(profile.to_json(), "me"), key) == value
    assert tomllib.loads(dump_toml(profile))[key] == value


@pytest.mark.parametrize(
    "value",
    ["mina@mail.test", "Mina.O'Neil+meta@Exämple.example", "jörg@mail.example", '"odd one"@example.org', "用户@例子.example"],
)
def test_an_email_address_is_checked_and_kept_as_written(value: str) -> None:
    assert make_profile(email=value).email == value


@pytest.mark.parametrize(
    ("country", "code"),
    [
        ("DE", "DE"),
        ("de", "DE"),
        ("Deutschland", "DE"),
        ("UK", "GB"),
        ("República Federativa", None),
        ("日本", "JP"),
        ("ÍSLAND", "IS"),
    ],
)
def test_a_country_is_a_code_or_a_name_in_any_language(country: str, code: str | None) -> None:
    if code is None:
        assert fault(country=country) == (
            '`country`: expected a country, by its name in any language or its ISO code, such as "Germany" or "DE".'
        )
    else:
        profile = make_profile(country=country)
        assert (profile.country, profile.country_code) == (country, code)


@pytest.mark.parametrize("tel", ["+49 30 23125 014", "030/23125-014", "+44 7700 900123", "+1 (212) 555-0123"])
def test_a_telephone_number_may_be_international_or_of_the_country(tel: str) -> None:
    assert make_profile(tel=tel).tel == tel


@pytest.mark.parametrize(
    "accounts",
    [
        {"accounts": ["facebook", "instagram"]},
        {"accounts": [{"site": "facebook"}, "instagram"]},
        {"account": [{"site": "facebook"}, {"site": "instagram"}]},
    ],
    ids=["names", "tables and names", "account tables"],
)
def test_accounts_may_be_names_or_tables(accounts: dict[str, object]) -> None:
    assert make_profile(**accounts).accounts == (Account(site="facebook"), Account(site="instagram"))


def test_an_account_has_the_profiles_address_unless_it_has_its_own() -> None:
    profile = make_profile(account=[{"site": "facebook"}, {"site": "instagram", "email": "insta@mail.example"}])

    assert profile.account_email("facebook") == "mina@mail.example"
    assert profile.account_email("instagram") == "insta@mail.example"
    assert profile.account_email("whatsapp") == "mina@mail.example"


def test_an_empty_value_is_a_question_left_open() -> None:
    assert make_profile(tel="", given_name="", reason="") == make_profile()


def test_remembered_answers_cannot_be_changed_afterwards() -> None:
    profile = make_profile(remembered={"Do you own a Page?": "No"})

    with pytest.raises(TypeError):
        profile.remembered["Do you own a Page?"] = "Yes"  # type: ignore[index] # that it can't be is the point


# --- what it refuses ---------------------------------------------------------------------------------------------------------

FAULTS = {
    "a line break in a name": (
        {"given_name": "Mina\nÅngström"},
        "`given_name`: expected one line, found a line break.",
    ),
    "a line separator in a name": ({"given_name": "Mina\u2028Å"}, "`given_name`: expected one line, found a line break."),
    "a tab in a name": ({"family_name": "a\tb"}, "`family_name`: expected text, found a control character (U+0009)."),
    "a bell in the reason": ({"reason": "a\u0007b"}, "`reason`: expected text, found a control character (U+0007)."),
    "blanks only": ({"family_name": "  "}, "`family_name`: expected text, found only blanks."),
    "an empty required value": ({"email": ""}, "`email`: expected text, found nothing."),
    "an address without a dot": ({"email": "mina@localhost"}, "`email`: expected an e-mail address, such as name@example.org."),
    "an address with two dots": ({"email": "mina@mail..org"}, "`email`: expected an e-mail address, such as name@example.org."),
    "an address with a name": ({"email": "Mina <m@mail.org>"}, "`email`: expected an e-mail address, such as name@example.org."),
    "an address with a blank": ({"email": " m@mail.org"}, "`email`: expected an e-mail address, such as name@example.org."),
    "a number for text": ({"tel": 4930}, "`tel`: expected text in quotes, found a number."),
    "a telephone number too short": (
        {"tel": "+49 1"},
        '`tel`: expected a telephone number, in international form ("+49 30 ...") or as dialled within the country.',
    ),
    "a telephone number of letters": (
        {"tel": "call me"},
        '`tel`: expected a telephone number, in international form ("+49 30 ...") or as dialled within the country.',
    ),
    "a language nobody knows": ({"language": "Klingon"}, '`language`: expected a language tag, such as "de" or "pt-BR".'),
    "a site misspelt": (
        {"accounts": ["facbook"]},
        '`accounts[1].site`: expected "facebook" or "instagram" or "whatsapp" (did you mean "facebook"?).',
    ),
    "a site that is a number": (
        {"accounts": ["facebook", 7]},
        "`accounts[2]`: expected the name of a site or a table, found a number.",
    ),
    "accounts that are text": ({"accounts": "facebook"}, "`accounts`: expected a list in square brackets, found text."),
    "an account without a site": ({"account": [{"centre": "a"}]}, "`accounts[1].site` is missing: the site of the account."),
    "both spellings of accounts": (
        {"accounts": ["facebook"], "account": [{"site": "instagram"}]},
        "`account`: expected either `accounts = [...]` or [[account]] tables, found both.",
    ),
    "one account twice": (
        {"accounts": ["facebook", "facebook"]},
        "`accounts`: facebook stands there twice with the same e-mail address.",
    ),
    "a misspelt key": ({"given-name": "Mina"}, "`given-name` is not a key of a profile (did you mean `given_name`?)."),
    "a key like no other": ({"shoe size": "38"}, '`"shoe size"` is not a key of a profile.'),
    "a misspelt key of an account": (
        {"account": [{"site": "facebook", "emial": "m@mail.example"}]},
        "`accounts[1].emial` is not a key of a profile (did you mean `email`?).",
    ),
    "evidence that is a number": ({"evidence": [1]}, "`evidence[1]`: expected a path as text."),
    "remembered that is a list": ({"remembered": []}, "`remembered`: expected a table of questions and answers, found a list."),
    "a remembered yes without quotes": (
        {"remembered": {"about-ai": True}},
        "`remembered.about-ai`: expected text in quotes, found true or false.",
    ),
}


@pytest.mark.parametrize(("values", "sentence"), FAULTS.values(), ids=FAULTS)
def test_a_fault_names_its_key_and_what_was_expected(values: dict[str, object], sentence: str) -> None:
    assert fault(**values) == sentence


def test_all_faults_are_told_at_once() -> None:
    assert refusal({"contry": "Germany", "email": "nobody", "tel": 7}) == (
        "The profile has 4 faults: `country` is missing: the country you live in, by name or ISO code; "
        "`email`: expected an e-mail address, such as name@example.org; "
        "`tel`: expected text in quotes, found a number; "
        "`contry` is not a key of a profile (did you mean `country`?)."
    )


SECRETS = {
    "given_name": "Xantippe\n",
    "family_name": "Yggdrasil\u0007",
    "email": "zz-top@",
    "tel": "+Qwertz",
    "country": "Elbonia",
}


def test_no_refusal_repeats_a_value() -> None:
    message = refusal({**SECRETS, "language": "Volapükish", "accounts": ["myspace"]})

    assert message.startswith("The profile has 7 faults: ")
    for value in ("Xantippe", "Yggdrasil", "zz-top", "Qwertz", "Elbonia", "Volapük", "myspace"):
        assert value not in message


def test_a_profile_shows_no_value_when_it_is_printed() -> None:
    profile = make_profile(given_name="Xantippe", account=[{"site": "facebook", "email": "zz@mail.example", "centre": "qq"}])

    for shown in (repr(profile), str(profile), repr(profile.accounts), f"{profile!r}"):
        for value in ("Xantippe", "zz@", "mina", "Germany", "qq"):
            assert value not in shown


def test_the_personal_values_are_all_but_sites_language_and_centres() -> None:
    profile = parse_profile(
        {
            **NEEDED,
            "given_name": "Mina",
            "family_name": "Ångström",
            "tel": "+49 30 23125 014",
            "language": "de",
            "account": [{"site": "facebook", "email": "fb@mail.example", "centre": "one"}],
            "reason": "because",
            "prompts": "who?",
            "evidence": ["a.png"],
            "remembered": {"q": "answer"},
        },
        called="profile",
        hint="",
        folder=Path("/home/mina"),
    )

    assert set(profile.personal_values()) == {
        "Germany", "mina@mail.example", "fb@mail.example", "Mina", "Ångström", "+49 30 23125 014", "because", "who?",
        "/home/mina/a.png", "a.png", "answer",
    }  # fmt: skip


def test_one_answer_can_be_checked_beside_the_others() -> None:
    assert fault_in("email", "nobody", {}) == "expected an e-mail address, such as name@example.org"
    assert fault_in("tel", "030 23125 014", {"country": "Germany"}) is None
    assert fault_in("tel", "0", {"country": "Germany"}) is not None


# --- files -------------------------------------------------------------------------------------------------------------------


def test_evidence_is_looked_for_beside_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, 'country = "DE"\nemail = "m@mail.example"\nevidence = ["shots/a b.png", "/elsewhere/c.png"]')

    assert load_profile(path).evidence == (tmp_path / "shots" / "a b.png", Path("/elsewhere/c.png"))


def test_evidence_in_the_home_folder_may_begin_with_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    path = written(tmp_path, 'country = "DE"\nemail = "m@mail.example"\nevidence = "~/a.png"')

    assert load_profile(path).evidence == (tmp_path / "home" / "a.png",)


def test_a_file_that_windows_notepad_saved_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, b'\xef\xbb\xbfcountry = "DE"\r\nemail = "m@mail.example"\r\n')

    assert load_profile(path).country == "DE"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_mode_wider_than_0600_is_said_and_not_refused(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path, 'country = "DE"\nemail = "m@mail.example"', mode)
    notes = Notes()

    assert load_profile(path, say=notes).country == "DE"
    assert notes == [f"The profile {path} has mode {mode:04o}: others here may read it. To make it yours alone: chmod 600 {path}"]


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_a_mode_that_keeps_others_out_is_not_talked_about(tmp_path: Path, mode: int) -> None:
    notes = Notes()

    load_profile(written(tmp_path, 'country = "DE"\nemail = "m@mail.example"', mode), say=notes)

    assert notes == []


def test_a_containers_secrets_have_modes_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ai_optout.profile.SECRETS", tmp_path)
    notes = Notes()

    load_profile(written(tmp_path, 'country = "DE"\nemail = "m@mail.example"', 0o444), say=notes)

    assert notes == []


FILES = {
    "a string without an end": (b'country = "DE', "The file {path} isn't TOML: line 1, at the end of the file."),
    "no quotes": (b"country = Germany", "The file {path} isn't TOML: line 1, column 11."),
    "a key twice": (b'country = "DE"\ncountry = "FR"', "The file {path} isn't TOML: line 2, at the end of the file."),
    "Latin-1": ('country = "DE"\ngiven_name = "Zoë"'.encode("latin-1"), "The file {path} isn't UTF-8 text: line 2."),
}


@pytest.mark.parametrize(("content", "sentence"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_toml_is_refused_with_its_line(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = written(tmp_path, content)

    with pytest.raises(ProfileError) as refused:
        load_profile(path)
    assert refused.value.message == sentence.format(path=path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProfileError) as refused:
        load_profile(tmp_path / "none.toml")
    assert refused.value.message == f"There is no file {tmp_path / 'none.toml'}."
    assert refused.value.hint == "Look at the path; what is in the keyring: ai-optout profile list"


def test_a_folder_is_told_from_a_file(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=f"^{tmp_path} is a folder, not a file.$"):
        load_profile(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="modes are POSIX")
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    loop = tmp_path / "loop.toml"
    loop.symlink_to(loop)  # unlike a mode, this keeps root out, too

    with pytest.raises(ProfileError, match=f"^The file {loop} can't be read: Too many levels of symbolic links.$"):
        load_profile(loop)


def test_a_faulty_file_is_named_in_the_refusal(tmp_path: Path) -> None:
    path = written(tmp_path, 'country = "DE"')

    with pytest.raises(ProfileError) as refused:
        load_profile(path)
    assert refused.value.message == (
        f"The profile {path} has 1 fault: `email` is missing: the e-mail address that the answer is to go to."
    )
    assert refused.value.hint == f"Correct {path} and run it again."


def test_a_damaged_entry_of_the_keyring_is_told() -> None:
    with pytest.raises(ProfileError, match=r'^The stored profile "me" is damaged: it can\'t be read as JSON.$'):
        profile_from_json("{", "me")


def test_json_is_one_line_of_ascii() -> None:
    assert make_profile(given_name="Zoë 👩‍👩‍👧", reason="a\nb").to_json().isascii()
    assert "\n" not in make_profile(reason="a\nb").to_json()


several_lines = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029") | st.sampled_from("\n\t\r'\"\\ "),
    min_size=1,
)


@given(reason=several_lines, email=st.sampled_from(["m@mail.example", None]), centre=several_lines)
def test_an_exported_profile_reads_back_as_the_same(reason: str, email: str | None, centre: str) -> None:
    one_line = "".join(centre.split()) or "x"
    try:
        profile = make_profile(
            reason=f"x{reason}",
            accounts=[{"site": "facebook", "email": email, "centre": one_line}, "instagram"],
            remembered={one_line: one_line},
            evidence=["/a/b.png"],
        )
    except ProfileError as error:  # pragma: no cover
        pytest.fail(error.message)

    assert parse_profile(tomllib.loads(dump_toml(profile)), called="profile", hint="") == profile
    assert profile_from_json(profile.to_json(), "me") == profile
