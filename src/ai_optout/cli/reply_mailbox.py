"""`ai-optout reply --mailbox`: the answers are looked for in the mailbox that was set up. Imported only when used."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from ai_optout.cli.reply_work import at_the_ledger, record, say
from ai_optout.errors import UsageError
from ai_optout.folders import Folders
from ai_optout.followup.filing import Taken
from ai_optout.followup.judging import Outcome
from ai_optout.followup.mailbox_replies import take_mails, waiting_since
from ai_optout.ledger import Request
from ai_optout.mailbox.account import Mailbox, load_mailbox
from ai_optout.mailbox.reading import mails_since
from ai_optout.messages import _, ngettext
from ai_optout.settings import load_settings
from ai_optout.vault import KeyringVault

TOLD = frozenset({Outcome.HONOURED, Outcome.REFUSED, Outcome.EVIDENCE_ASKED, Outcome.UNSURE})
"""What a person is told of; codes and what has nothing to do with it are counted alone."""


def look(
    folders: Folders,
    data: Path,
    console: Console,
    *,
    choose: Callable[[Sequence[Request]], Request | None],
    as_json: bool,
) -> None:
    """Look, file and say. Raises `UsageError` where no mailbox is set up, `MailboxError` where it can't be read."""
    mailbox = _mailbox(folders)
    taken: list[Taken] = []
    with at_the_ledger(folders, data, console, mock=False) as (ledger, who_is):
        since = waiting_since(ledger)
        if since is not None:
            console.print(_("Looking for mails of Meta's since {day}, without marking any as read.").format(day=since.date()))
            mails = mails_since(mailbox, since)
            for one in take_mails(mails, ledger, data, who_is, authserv_id=mailbox.authserv_id, choose=choose):
                taken.append(one)
                if not as_json and one.reading.outcome in TOLD and not one.already:
                    say(one, console)
    if as_json:
        print(json.dumps({"mails": [record(one) for one in taken]}, ensure_ascii=False))  # noqa: T201 - the document
    elif since is None:
        console.print(_("No request waits for an answer."))
    else:
        _sum_up(taken, console)


def _mailbox(folders: Folders) -> Mailbox:
    found = load_mailbox(KeyringVault(allowed=load_settings(folders).allow_keyring))
    if found is None:
        raise UsageError(_("No mailbox is set up."), _("Set one up: ai-optout mailbox set"))
    return found


def _sum_up(taken: Sequence[Taken], console: Console) -> None:
    filed = sum(one.kept is not None for one in taken)
    outcomes = Counter(one.reading.outcome for one in taken)
    mails = ngettext("{count} mail was read, {filed} filed.", "{count} mails were read, {filed} filed.", len(taken))
    console.print(mails.format(count=len(taken), filed=filed))
    if others := outcomes[Outcome.CODE] + outcomes[Outcome.UNRELATED]:
        console.print(_("Codes, and mails that have nothing to do with it: {others}.").format(others=others))
    if earlier := sum(one.already for one in taken):
        console.print(_("Filed earlier: {earlier}.").format(earlier=earlier))
