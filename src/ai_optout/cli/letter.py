"""`ai-optout letter`: the letter that comes next, for the person to read and to send."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ai_optout.messages import N_, _

if TYPE_CHECKING:
    from ai_optout.folders import Folders
    from ai_optout.followup.letters import Letter
    from ai_optout.followup.standing import Standing

EXAMPLES = (
    "Examples:\n\n  ai-optout letter                                     what comes next, as Markdown\n\n"
    "  ai-optout letter --output letter.pdf                 on paper\n\n"
    "  ai-optout letter complaint --request 3 --region DE-BY --output complaint.html\n\n"
    "  ai-optout letter reminder --language fr\n\n"
    "It is never sent by this tool. It holds personal data: the file is readable by you alone."
)


REHEARSED = N_("This is about a rehearsal: nothing was sent to Meta, so the letter is only to be looked at.")


def letter(
    *,
    kind: Annotated[
        Literal["reminder", "evidence", "objection", "complaint"] | None,
        typer.Argument(help="Which letter; none: the one that comes next.", show_default=False),
    ] = None,
    request: Annotated[int | None, typer.Option(help="The number of the request that it is about.", show_default=False)] = None,
    profile: Annotated[
        str | None,
        typer.Option(help="Whose letter it is: a profile's name, or a TOML file.", show_default="the request's own"),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="The letter's language, such as de.", show_default="the reader's or yours")
    ] = None,
    region: Annotated[
        str | None, typer.Option(help="Where a region has its own authority: its code, such as DE-BY.", show_default=False)
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A file that ends in .md, .html or .pdf; else to stdout.", show_default=False),
    ] = None,
    browser: Annotated[str | None, typer.Option(help="The browser's program, for a PDF.", show_default=False)] = None,
    mock: Annotated[bool, typer.Option("--mock", help="What was rehearsed against a mock, instead of your own.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout, the letter in it.")] = False,
) -> None:
    """Draw up the letter that comes next: a reminder, evidence, an objection to a refusal, or a complaint."""
    from rich.console import Console  # noqa: PLC0415 - imported only when used
    from rich.markup import escape  # noqa: PLC0415

    from ai_optout.cli.follow_up import standings_now  # noqa: PLC0415
    from ai_optout.errors import UsageError  # noqa: PLC0415
    from ai_optout.folders import Folders  # noqa: PLC0415

    if output is not None and output.suffix.lower() not in {".md", ".html", ".pdf"}:
        raise UsageError(
            _("{output} doesn't say what it should be.").format(output=output), _("End its name in .md, .html or .pdf.")
        )
    folders = Folders.of_this_person()
    chosen = _chosen(standings_now(folders, mock=mock, profile=profile), request, kind)
    drawn = _drawn(chosen, folders, kind, profile=profile, language=language, region=region, mock=mock)
    if output is not None:
        _write(drawn, output, folders, browser)
    if as_json:
        import json  # noqa: PLC0415

        document = {"kind": drawn.kind, "language": drawn.language, "request": chosen.request.id, "notes": list(drawn.notes)}
        document |= {"file": str(output.absolute()) if output else None, "letter": drawn.markdown}
        print(json.dumps(document, ensure_ascii=False))  # noqa: T201 - the document that was asked for
        return
    if output is None:
        print(drawn.markdown, end="")  # noqa: T201 - the letter that was asked for
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    said = _("A letter ({drawn_kind}, {language}) about request {request}, {flow}").format(
        drawn_kind=drawn.kind, language=drawn.language, request=chosen.request.id, flow=chosen.request.flow
    )
    console.print(escape(said + (f": {output}" if output else ".")))
    for note in drawn.notes:
        console.print(f"[dim]·[/dim] {escape(note)}")


def _chosen(found: list[Standing], number: int | None, kind: str | None) -> Standing:
    """The request that is meant: the one named, or the only one that a letter would be about. Raises `UsageError` otherwise."""
    from ai_optout.errors import UsageError  # noqa: PLC0415
    from ai_optout.followup.letters import FOLLOWS  # noqa: PLC0415
    from ai_optout.followup.standing import Phase  # noqa: PLC0415
    from ai_optout.followup.urgency import by_urgency, called  # noqa: PLC0415

    if number is not None:
        named = next((one for one in found if one.request.id == number), None)
        if named is None:
            raise UsageError(
                _("There is no request number {number}.").format(number=number), _("See which there are: ai-optout status --all")
            )
        return named
    sent = by_urgency([one for one in found if one.phase not in {Phase.NOT_SENT, Phase.UNDER_WAY}])
    if not sent:
        raise UsageError(_("No request was sent yet: there is nothing to write about."), _("To begin: ai-optout run"))
    fitting = [one for one in sent if one.phase in FOLLOWS] or sent
    if len(fitting) == 1:
        return fitting[0]
    if len(fitting) == len(sent) and kind is None and not any(one.phase in FOLLOWS for one in sent):
        raise UsageError(
            _("No letter comes next: every request is answered or still waiting for its answer."), "See: ai-optout status"
        )
    numbers = ", ".join(f"{one.request.id} ({called(one.request.flow, one.request.account)})" for one in fitting[:8])
    raise UsageError(
        _("Several requests may be meant: {numbers}.").format(numbers=numbers),
        _("Name one: ai-optout letter --request {request}").format(request=fitting[0].request.id),
    )


def _drawn(
    chosen: Standing,
    folders: Folders,
    kind: str | None,
    *,
    profile: str | None,
    language: str | None,
    region: str | None,
    mock: bool,
) -> Letter:
    from ai_optout.cli.follow_up import data_folder, profile_named  # noqa: PLC0415
    from ai_optout.clock import SystemClock  # noqa: PLC0415
    from ai_optout.followup.letters import Kind, draw_up, kind_that_follows  # noqa: PLC0415
    from ai_optout.followup.receipts import case_of  # noqa: PLC0415

    which = Kind(kind) if kind else kind_that_follows(chosen)
    _rest, person = profile_named(folders, profile or chosen.request.profile)
    case = case_of(data_folder(folders, mock=mock), chosen.request.receipt)
    drawn = draw_up(chosen, person, which, SystemClock().now(), language=language, region=region, case=case)
    return replace(drawn, notes=(_(REHEARSED), *drawn.notes)) if mock else drawn


def _write(drawn: Letter, output: Path, folders: Folders, browser: str | None) -> None:
    from ai_optout.cli.follow_up import refuse_to_overwrite, write_where_said  # noqa: PLC0415

    kind = output.suffix.lower()
    refuse_to_overwrite(output)
    if kind == ".md":
        write_where_said(output, drawn.markdown.encode())
        return
    from ai_optout.followup.printing import html_of, pdf_of  # noqa: PLC0415

    if kind == ".html":
        write_where_said(output, html_of(drawn).encode())
        return
    from ai_optout.browser import find_browser, open_browser  # noqa: PLC0415
    from ai_optout.settings import load_settings  # noqa: PLC0415

    settings = load_settings(folders)
    found = find_browser(browser or (str(settings.browser) if settings.browser else None))
    with open_browser(found, headed=False, folders=folders) as opened:
        write_where_said(output, pdf_of(drawn, opened))
