"""`ai-optout report`: a form's structure without a value, to attach to a bug report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ai_optout.messages import _

if TYPE_CHECKING:
    from ai_optout.cli.session import Session
    from ai_optout.profile import Profile

EXAMPLES = (
    "Examples:\n\n"
    "  ai-optout report https://www.example.com/contact\n\n"
    "  ai-optout report saved.html --output report.md\n\n"
    "What you typed is not in it, nor what your profile holds. Look it through before you share it."
)


def report(
    *,
    page: Annotated[str, typer.Argument(metavar="URL|FILE", help="An address, or a file with a saved page.")],
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it to this file.", show_default="stdout")] = None,
    profile: Annotated[
        str | None,
        typer.Option(help="Whose values to take out, beside those of every profile in the keyring.", show_default=False),
    ] = None,
    browser: Annotated[str | None, typer.Option(help="The browser's program.", show_default=False)] = None,
) -> None:
    """Write a report of a form's structure without any value: to be attached where a form isn't understood."""
    from ai_optout.cli.session import Wishes, session  # noqa: PLC0415 - imported only when used
    from ai_optout.errors import UsageError  # noqa: PLC0415
    from ai_optout.folders import write_private  # noqa: PLC0415
    from ai_optout.form_report import form_report  # noqa: PLC0415
    from ai_optout.saved_page import SavedPage, Viewer, target_of  # noqa: PLC0415

    target = target_of(page)
    if output is not None and output.is_dir():
        raise UsageError(_("{output} is a folder.").format(output=output), _("Name a file to write the report to."))
    wishes = Wishes(headed=False, slow=False, dry_run=False, as_json=True, browser=browser)  # stdout is the report's
    with session(wishes) as one:
        values = personal_values(one, profile)
        with (
            one.opener(None, headed=False, locale=one.settings.language)() as opened,
            Viewer(opened, one.settings.language).look(target) as (shown, look),
        ):
            url = None if isinstance(target, SavedPage) else shown.url
            text = form_report(look, browser=opened.version, url=url, values=values)
        if output is None:
            print(text, end="")  # noqa: T201 - the report that was asked for
        else:
            write_private(output.absolute(), text.encode())
            one.console.print(
                _("Written to {output}. Look it through before you share it.").format(output=output), soft_wrap=True, markup=False
            )


def personal_values(one: Session, profile: str | None) -> list[str]:
    """What every profile that can be read holds."""
    return [value for person in profiles_at_hand(one, profile) for value in person.personal_values()]


def profiles_at_hand(one: Session, profile: str | None) -> list[Profile]:
    """Every profile that can be read: the one that is named, the usual one, those in the keyring."""
    from ai_optout.errors import ProfileError, VaultError  # noqa: PLC0415
    from ai_optout.profile_choice import resolve_profile  # noqa: PLC0415

    wanted = [profile] if profile is not None else []
    found = [resolve_profile(name, one.vault, one.settings, say=one.show)[1] for name in wanted]
    try:
        names = [*([one.settings.profile] if one.settings.profile else []), *one.vault.names()]
        found += [resolve_profile(name, one.vault, one.settings, say=one.show)[1] for name in names]
    except (ProfileError, VaultError) as fault:  # a report is made without, too; that it is so is said
        one.show(_("{message} What it would tell of you can't be taken out.").format(message=fault.message))
    return found
