"""`--attach`, `--connect` and `--remember-login`: what they go together with, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ai_optout.errors import UsageError
from ai_optout.messages import _

if TYPE_CHECKING:
    from ai_optout.cli.session import Wishes


def refuse_what_does_not_go_together(wishes: Wishes, *, mock: str | None, people: int) -> None:
    """Raises `UsageError` that names the two and says why."""
    given = {
        "--attach": wishes.attach is not None,
        "--connect": wishes.connect is not None,
        "--remember-login": wishes.remember_login,
    }
    named = [name for name, is_given in given.items() if is_given]
    if mock is not None and named:
        raise UsageError(
            _(
                "{named} doesn't go with --mock: the mock stands for the real sites only in a browser that is started for it."
            ).format(named=named[0]),
            _("Leave one of them out."),
        )
    if len(named) > 1:
        raise UsageError(
            _("{named} and {named_2} don't go together: each says where the log-ins are.").format(
                named=named[0], named_2=named[1]
            ),
            _("Leave one of them out."),
        )
    if wishes.browser is not None and (wishes.attach is not None or wishes.connect is not None):
        raise UsageError(
            _("{named} works in a browser that is running, so --browser has no say.").format(named=named[0]),
            _("Leave one of them out."),
        )
    if wishes.attach is not None and people > 1:
        raise UsageError(
            _("--attach works in one person's browser, and several profiles were named."),
            _("Run it once for each, in their own browser; or without --attach."),
        )
    _refuse_what_is_no_address(wishes)


def _refuse_what_is_no_address(wishes: Wishes) -> None:
    """Before anything is asked or written down: it is wrong usage, not a request that failed."""
    if wishes.attach is not None:
        from ai_optout.browser.attach import debugging_place  # noqa: PLC0415 - imported only when used

        debugging_place(wishes.attach)
    if wishes.connect is not None:
        from ai_optout.browser.connect import server_place  # noqa: PLC0415

        server_place(wishes.connect)
