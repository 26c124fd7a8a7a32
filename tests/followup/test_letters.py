"""The letters: every kind in every language, filled from what is on file, with every value escaped and every gap named."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from tests.followup.conftest import MINA, sent_request

from ai_optout.clock import SystemClock
from ai_optout.errors import UsageError
from ai_optout.followup.authorities import OWN_PAGE, addressee_of, authorities, authority_of, law_of, regions_of
from ai_optout.followup.letters import Kind, Letter, draw_up, kind_that_follows, letter_languages
from ai_optout.followup.printing import html_of
from ai_optout.followup.standing import Standing, standings
from ai_optout.followup.templates import escaped
from ai_optout.ledger import Answer, Ledger
from ai_optout.ledger.reading import read_requests
from ai_optout.profile import Profile
from ai_optout.regimes import regimes
from ai_optout.regions import OBJECTION_REGIONS

LATER = datetime(2027, 1, 10, 12, tzinfo=UTC)
NASTY = "A *b* <script>alert(1)</script> [c](javascript:x) `d` # e _f_ & \\ |g| ~h~"


def person(**more: Any) -> Profile:
    return Profile.model_validate(
        {"country": "DE", "email": MINA, "given_name": "Mina", "family_name": "Muster", "reason": "I don't want it."} | more
    )


def standing(ledger: Ledger, data: Path, *, now: datetime = LATER, answer: Answer | None = None, **request: Any) -> Standing:
    sent = sent_request(ledger, **request)
    if answer is not None:
        ledger.answer(sent.id, answer)
    return standings(read_requests(data, clock=SystemClock()), now)[-1]


def letter(one: Standing, kind: Kind, profile: Profile | None = None, now: datetime = LATER, **more: Any) -> Letter:
    return draw_up(one, profile or person(), kind, now, **more)


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "it"])
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("right", ["objection", "third-party"])
def test_there_is_a_whole_letter_of_each_kind_in_each_language(
    right: str, kind: Kind, language: str, ledger: Ledger, data: Path
) -> None:
    drawn = letter(standing(ledger, data, right=right), kind, language=language, region="DE-BY", case="123456789")

    assert drawn.language == language
    assert "Mina Muster" in drawn.markdown
    assert "123456789" in drawn.markdown
    assert "{" not in drawn.markdown
    assert "None" not in drawn.markdown
    assert "\n\n\n" not in drawn.markdown
    assert drawn.markdown.count("\n# ") == 1


def test_the_letters_are_there_in_five_languages() -> None:
    assert letter_languages() == ("de", "en", "es", "fr", "it")


@pytest.mark.parametrize("country", ["DE", "GB", "CH", "BR", "US"])
@pytest.mark.parametrize("kind", list(Kind))
def test_a_letter_names_the_law_of_the_residence_and_no_other(kind: Kind, country: str, ledger: Ledger, data: Path) -> None:
    drawn = letter(standing(ledger, data, country=country), kind, person(country=country), language="en")

    named = {name for name in ("the GDPR", "UK GDPR", "FADP", "LGPD") if name in drawn.markdown}
    assert named <= {{"DE": "the GDPR", "GB": "UK GDPR", "CH": "FADP", "BR": "LGPD"}.get(country, "")}


@pytest.mark.parametrize(
    ("answer", "kind"), [(None, Kind.REMINDER), (Answer.EVIDENCE_ASKED, Kind.EVIDENCE), (Answer.REFUSED, Kind.OBJECTION)]
)
def test_the_letter_that_comes_next_follows_from_where_the_request_stands(
    answer: Answer | None, kind: Kind, ledger: Ledger, data: Path
) -> None:
    assert kind_that_follows(standing(ledger, data, answer=answer)) is kind


def test_while_the_answer_is_not_due_no_letter_comes_next(ledger: Ledger, data: Path) -> None:
    with pytest.raises(UsageError) as refusal:
        kind_that_follows(standing(ledger, data, now=datetime(2026, 12, 1, tzinfo=UTC)))
    assert refusal.value.message == "Request 1 is still waiting for an answer until 2026-12-23: no letter comes next yet."


def test_after_it_was_honoured_no_letter_comes_next(ledger: Ledger, data: Path) -> None:
    with pytest.raises(UsageError, match="needs no letter"):
        kind_that_follows(standing(ledger, data, answer=Answer.HONOURED))


def test_a_reminder_says_when_the_time_ended(ledger: Ledger, data: Path) -> None:
    assert "That time ended on 23 December 2026." in letter(standing(ledger, data), Kind.REMINDER, language="en").markdown


def test_a_complaint_before_the_time_is_over_is_warned_of(ledger: Ledger, data: Path) -> None:
    early = datetime(2026, 12, 1, tzinfo=UTC)

    drawn = letter(standing(ledger, data, now=early), Kind.COMPLAINT, now=early, region="BY")

    assert any("isn't over yet" in note for note in drawn.notes)
    assert "was due by" not in drawn.markdown


@pytest.mark.parametrize(("country", "mentioned"), [("FR", True), ("IE", False), ("GB", False), ("CH", False)])
def test_metas_lead_authority_is_named_where_it_leads(country: str, mentioned: bool, ledger: Ledger, data: Path) -> None:  # noqa: FBT001
    drawn = letter(standing(ledger, data, country=country), Kind.COMPLAINT, person(country=country), language="en")

    assert ("lead supervisory authority is the Data Protection Commission" in drawn.markdown) is mentioned


def test_in_germany_a_complaint_goes_to_the_lands_authority(ledger: Ledger, data: Path) -> None:
    one = standing(ledger, data)

    assert "Bayerisches Landesamt für Datenschutzaufsicht" in letter(one, Kind.COMPLAINT, region="de-by").markdown
    unsaid = letter(one, Kind.COMPLAINT)
    assert unsaid.language == "de"
    assert any("--region (DE-BB, DE-BE, " in note for note in unsaid.notes)
    assert "Bundesbeauftragte" not in unsaid.markdown


def test_a_region_that_there_is_not_is_refused_with_those_there_are(ledger: Ledger, data: Path) -> None:
    with pytest.raises(UsageError, match=r"^There is no authority on file for DE-XX\.$"):
        letter(standing(ledger, data), Kind.COMPLAINT, region="XX")


def test_an_address_that_is_not_surely_known_is_a_gap_with_the_website(ledger: Ledger, data: Path) -> None:
    drawn = letter(standing(ledger, data, country="IS"), Kind.COMPLAINT, person(country="IS"))

    assert "**[postal address: see https://www.personuvernd.is]**" in drawn.markdown


@pytest.mark.parametrize(("country", "said"), [("AT", 0), ("IE", 1)], ids=["its own page", "named by others"])
def test_an_address_that_its_own_page_does_not_confirm_is_to_be_checked(
    country: str, said: int, ledger: Ledger, data: Path
) -> None:
    notes = letter(standing(ledger, data, country=country), Kind.COMPLAINT, person(country=country)).notes

    assert sum(note.startswith("Check the address before you send: ") for note in notes) == said


def test_a_letter_about_a_further_account_names_its_site_and_no_mark(ledger: Ledger, data: Path) -> None:
    drawn = letter(standing(ledger, data, account="facebook:6b25030d622d3d14"), Kind.REMINDER, language="en")

    assert "(Facebook account)" in drawn.markdown
    assert "6b25" not in drawn.markdown


def test_each_address_says_what_it_was_compared_with_if_with_anything() -> None:
    text = (resources.files("ai_optout") / "data" / "authorities.toml").read_text(encoding="utf-8")
    said = {
        table.get(f"{what}_from")
        for table in tomllib.loads(text)["authority"].values()
        for what in ("address", "email")
        if what in table or f"{what}_from" in table
    }
    assert said <= {OWN_PAGE, "cited", None}


@pytest.mark.parametrize(
    ("country", "own", "language"),
    [("FR", "fr", "fr"), ("CH", "it", "it"), ("CH", "en", "de"), ("BE", "de", "de"), ("PL", "fr", "fr")],
)
def test_a_complaint_is_in_a_language_of_its_reader_the_persons_own_before_the_others(
    country: str, own: str, language: str, ledger: Ledger, data: Path
) -> None:
    drawn = letter(standing(ledger, data, country=country), Kind.COMPLAINT, person(country=country, language=own))

    assert drawn.language == language


def test_where_there_is_no_letter_in_a_language_it_is_in_english_and_that_is_said(ledger: Ledger, data: Path) -> None:
    one = standing(ledger, data, country="SE")

    assert (
        letter(one, Kind.COMPLAINT, person(country="SE")).notes[0].startswith("There is no letter in sv yet, so it is in English")
    )
    wished = letter(one, Kind.REMINDER, person(country="SE"), language="sv-SE")
    assert (wished.language, wished.notes[0]) == (
        "en",
        "There is no letter in sv-SE yet, so it is in English; there are: de, en, es, fr, it.",
    )


def test_an_answer_with_evidence_holds_prompts_and_names_files(ledger: Ledger, data: Path) -> None:
    mina = person(prompts="Who is Mina Muster?", evidence=[str(data / "answer_1.png")])

    drawn = letter(standing(ledger, data), Kind.EVIDENCE, mina, language="en")

    assert "> Who is Mina Muster?" in drawn.markdown
    assert "answer\\_1.png" in drawn.markdown
    assert str(data) not in drawn.markdown


def test_an_answer_without_evidence_leaves_a_gap_to_fill(ledger: Ledger, data: Path) -> None:
    assert "**[say here what you can show" in letter(standing(ledger, data), Kind.EVIDENCE, language="en").markdown


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "it"])
def test_nothing_that_is_filled_in_does_anything_in_markdown_or_html(
    kind: Kind, language: str, ledger: Ledger, data: Path
) -> None:
    mina = person(given_name=NASTY, family_name="# x", reason=f"{NASTY}\n# heading\n\n- item\n1. one\n---", prompts=NASTY)

    drawn = letter(standing(ledger, data), kind, mina, language=language, region="BY", case=NASTY)
    html = html_of(drawn)
    body = html[html.index("<main>") :]

    assert "<script" not in html
    assert not re.search(r"<(a|em|code|img|hr|li|ul|ol|h2|del)\b", body)
    assert body.count("<h1>") == 1
    assert "alert(1)" in body


@pytest.mark.parametrize(
    "text", ["# a", "1. a", "10) a", "- a", "+ a", "> a", "= a", "*a*", "[a](b)", "<b>a</b>", "a & b", "`a`", "\\", "~a~"]
)
def test_an_escaped_text_reads_as_it_was_written(text: str) -> None:
    html = MarkdownIt("commonmark", {"html": False}).render(escaped(text))

    assert html == f"<p>{text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</p>\n"


def test_a_text_that_needs_no_escape_has_none() -> None:
    assert escaped("O'Hara-Müller, mina@mail.example (x)") == "O'Hara-Müller, mina@mail.example (x)"


# --- the data


def test_every_country_where_the_forms_are_open_by_a_law_has_an_authority() -> None:
    countries = OBJECTION_REGIONS.countries() | (OBJECTION_REGIONS.countries("one source") - {"JP", "KR"})

    assert [country for country in sorted(countries) if not authority_of(country) and not regions_of(country)] == []


def test_all_sixteen_lander_have_theirs() -> None:
    assert len(regions_of("DE")) == 16


@pytest.mark.parametrize("code", sorted(authorities()))
def test_an_authority_has_a_name_a_website_and_a_language(code: str) -> None:
    one = authorities()[code]

    assert one.name
    assert re.fullmatch(r"https://[\w./-]+", one.website)
    assert one.languages
    assert one.email is None or re.fullmatch(r"[\w.-]+@[\w-]+(\.[\w-]+)+", one.email)


@pytest.mark.parametrize("regime", sorted(regimes()))
def test_every_regime_has_an_addressee_and_is_named_in_every_language(regime: str) -> None:
    assert addressee_of(regime).lines
    for language in letter_languages():
        assert set(law_of(regime, language)) == {"objection", "answer", "complaint"}
        assert bool(law_of(regime, language)["objection"]) is (regime != "none")
