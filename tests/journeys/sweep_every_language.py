"""More of test_every_language.py, for `make sweep`: every form in every language and every look."""

from __future__ import annotations

import pytest
from tests.journeys.rehearsal import Rehearsal
from tests.journeys.test_every_language import FORMS, names, understood

from mock_meta.settings import LANGUAGES, Language

LOOKS: dict[str, dict[str, object]] = {
    "mobile": {"site_variant": "mobile"},
    "typeahead": {"country_control": "typeahead"},
    "list that opens": {"country_control": "listbox"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_every_form_in_every_look_is_understood_by_its_words_alone(rehearsal: Rehearsal, language: Language, look: str) -> None:
    assert names(understood(rehearsal, language, **LOOKS[look])) == names(FORMS)
