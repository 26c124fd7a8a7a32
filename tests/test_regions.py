"""Which country may use which form, and what its law is called."""

from __future__ import annotations

import pytest

from ai_optout.country import country_codes
from ai_optout.regimes import regimes
from ai_optout.regions import EVERYWHERE, META, OBJECTION_REGIONS, Standing

LANGUAGES = ("en", "de", "fr", "it", "es", "pt")


@pytest.mark.parametrize(
    ("code", "standing"),
    [
        ("DE", Standing("yes", "gdpr")),
        ("IS", Standing("yes", "gdpr")),
        ("GB", Standing("yes", "uk-gdpr")),
        ("CH", Standing("yes", "fadp")),
        ("BR", Standing("yes", "lgpd")),
        ("JP", Standing("one source", "none")),
        ("KR", Standing("one source", "none")),
        ("RE", Standing("one source", "gdpr")),
        ("US", Standing("no", "none")),
    ],
)
def test_the_objection_is_open_where_the_sources_say_so(code: str, standing: Standing) -> None:
    assert OBJECTION_REGIONS.of(code) == standing


@pytest.mark.parametrize("code", sorted(country_codes()))
def test_the_third_party_form_is_open_to_everyone(code: str) -> None:
    assert EVERYWHERE.of(code).eligible == "yes"


def test_the_law_is_the_same_at_every_door() -> None:
    assert {code: EVERYWHERE.of(code).regime for code in country_codes()} == {
        code: OBJECTION_REGIONS.of(code).regime for code in country_codes()
    }


def test_the_union_the_economic_area_and_three_more_are_sure() -> None:
    assert len(OBJECTION_REGIONS.countries()) == 27 + 3 + 3
    assert OBJECTION_REGIONS.countries("one source") >= {"JP", "KR"}


def test_every_listed_country_and_regime_is_known() -> None:
    for code in OBJECTION_REGIONS.countries() | OBJECTION_REGIONS.countries("one source"):
        assert code in country_codes()
        assert OBJECTION_REGIONS.of(code).regime in regimes()


def test_the_hosts_are_metas() -> None:
    assert META == ("facebook.com", "instagram.com", "meta.com")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("regime", ["gdpr", "uk-gdpr", "fadp", "lgpd", "none"])
def test_a_draft_is_long_enough_and_names_its_article(regime: str, language: str) -> None:
    law = regimes()[regime]
    draft = law.draft(language)

    assert len(draft) >= 100
    assert draft == draft.strip()
    assert draft == law.drafts[language]
    for number in [word for word in law.article.replace("(", " ").split() if word.isdigit()]:
        assert number in draft


def test_a_draft_in_a_language_without_one_is_english() -> None:
    assert regimes()["gdpr"].draft("fi") == regimes()["gdpr"].draft() == regimes()["gdpr"].draft("en-IE")
    assert regimes()["lgpd"].draft("pt-BR") == regimes()["lgpd"].drafts["pt"]
