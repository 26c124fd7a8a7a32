"""`--mock`, `--pin` and `--answers`, which go together: what they say, or why that can't be."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ai_optout.errors import UsageError
from ai_optout.messages import _
from ai_optout.mock_address import MockAddress


def mock_address(mock: str | None, pin: str | None, answers: Path | None, hosts: Iterable[str]) -> MockAddress | None:
    """The mock that was named, standing for `hosts`; None where none was. Raises `UsageError` where one lacks the other."""
    if mock is None and (answers is not None or pin is not None):
        raise UsageError(
            _("--answers and --pin go with --mock only: on the real site the person is a person."),
            _("Leave them out, or start a mock: ai-optout mock"),
        )
    if mock is None:
        return None
    if pin is None:
        raise UsageError(
            _("--mock needs --pin, the key of the mock's certificate."),
            _("Take the `pin` that the mock prints: ai-optout mock --json"),
        )
    return MockAddress.parse(mock, pin, hosts)
