"""What came of a request after it was sent: which answers there are, and when one may be filed.

An answer doesn't change how the request ended (`status`), only where it stands. A later mail may bring another answer: evidence
that was asked for is looked at, a refusal is taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ai_optout.ledger.state import State
from ai_optout.messages import N_


class Answer(StrEnum):
    """What Meta answered."""

    HONOURED = "honoured"
    REFUSED = "refused"
    EVIDENCE_ASKED = "evidence-asked"


ANSWERABLE: Final = frozenset({State.ACKNOWLEDGED, State.SENT, State.UNKNOWN, State.ANSWERED})
"""Where a request may stand when its answer comes; one that was surely never sent has none."""

SAID: Final[Mapping[Answer, str]] = MappingProxyType(
    {
        Answer.HONOURED: N_("Meta wrote that it honours it"),
        Answer.REFUSED: N_("Meta refused it"),
        Answer.EVIDENCE_ASKED: N_("Meta asked for evidence"),
    }
)
"""Each answer as a clause."""
