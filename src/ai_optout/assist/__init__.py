"""Assisted filling of any form: from the profile and from values that a person wrote down; the sending is theirs.

`read_values` reads what was written down, `handed_over` makes its files ready, `Assistance` fills, `Withholding` keeps the
page from sending meanwhile, `mark` shows in the page what was filled and what was left.
"""

from ai_optout.assist.filling import Assistance, Assisted
from ai_optout.assist.handed import HandedOver, handed_over
from ai_optout.assist.marks import FILLED, LEFT, mark
from ai_optout.assist.values import Values, read_values
from ai_optout.assist.withholding import Withholding

__all__ = [
    "FILLED",
    "LEFT",
    "Assistance",
    "Assisted",
    "HandedOver",
    "Values",
    "Withholding",
    "handed_over",
    "mark",
    "read_values",
]
