"""What came of a filling, as it is shown."""

from __future__ import annotations

import json

from rich.markup import escape
from rich.text import Text

from ai_optout.assist import Assisted
from ai_optout.cli.session import Session
from ai_optout.inspection import css_of, label_of
from ai_optout.messages import _
from ai_optout.origin import FormAddress
from ai_optout.person.listing import Cell, show_rows


def show_result(one: Session, address: FormAddress, done: Assisted) -> None:
    """What was filled and what was left, as a table, or as one JSON document."""
    for key in done.unasked:
        one.console.print(_("No question of the form asks for «{key}».").format(key=escape(key)))
    if one.wishes.as_json:
        document = {
            "url": address.url,
            "filled": [
                {"css": css_of(question.control), "label": label_of(question.control), "meaning": question.meaning}
                for question in done.filled
            ],
            "left": [
                {
                    "css": css_of(question.control),
                    "label": label_of(question.control),
                    "required": question.required,
                    "why": why,
                }
                for question, why in done.left
            ],
        }
        print(json.dumps(document, ensure_ascii=False, indent=2), flush=True)  # noqa: T201 - the document that was asked for
        return
    title = _("{number} filled, {number_2} left to you").format(number=len(done.filled), number_2=len(done.left))
    rows: list[tuple[Cell, Cell]] = [(question.control.wording, Text(_("filled"), "green")) for question in done.filled]
    rows += [
        (question.control.wording, Text.assemble((_("required.") + " ", "red"), why) if question.required else why)
        for question, why in done.left
    ]
    show_rows(one.console, title, (_("Question"), _("What came of it")), rows)
