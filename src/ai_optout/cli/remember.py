"""After a run: whether what the person answered is to be remembered in their profile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from ai_optout.errors import AiOptoutError, NeedsPerson, Skipped, Stopped
from ai_optout.form.words import normalise
from ai_optout.messages import N_, _
from ai_optout.person.pause import Pause, PauseKind, Person, Said
from ai_optout.person.terminal import TerminalPerson
from ai_optout.person.typed_words import NO, YES

if TYPE_CHECKING:
    from ai_optout.cli.session import Session
    from ai_optout.remembering import Memory, SaidAnswer

ASKED: Final = N_("Remember your answer to «{wording}» for next time, in {place}?")
HOW: Final = N_("Type {yes} or {no}; Enter alone is no.")
DONE: Final = N_("Remembered in {place}: {wordings}.")


def offer(one: Session, said: Sequence[SaidAnswer], profile: str | None, person: Person) -> None:
    """Ask for each answer whether it is kept; only at a terminal, and only where the profile is the person's to change."""
    from ai_optout.remembering import memory_of  # noqa: PLC0415 - only where something was answered

    if not said or not isinstance(person, TerminalPerson) or one.is_stopped():
        return
    memory = memory_of(profile or one.settings.profile or said[0].profile, one.vault)
    if memory is None:
        return
    try:
        known = memory.known()
        latest = {answer.key: answer for answer in said}
        wanted = _wanted(person, memory, [answer for key, answer in latest.items() if known.get(key) != answer.answer])
        if wanted:
            memory.keep(wanted)
            one.show(_(DONE).format(place=memory.place, wordings=", ".join(f"«{answer.wording}»" for answer in wanted)))
    except (Stopped, NeedsPerson):
        return
    except AiOptoutError as error:  # what was sent stays sent: this is no fault of the run
        one.show(f"{error.message} {error.hint}")


def _wanted(person: Person, memory: Memory, answers: Sequence[SaidAnswer]) -> list[SaidAnswer]:
    wanted = []
    for answer in answers:
        say = _(ASKED).format(wording=answer.wording, place=memory.place)
        how = _(HOW).format(yes=YES.shown, no=NO.shown)
        pause = Pause(PauseKind.QUESTION, answer.wording, say, "", datetime.now(UTC), lambda: None, how=how)
        try:
            reply = person.ask(pause)
        except Skipped:
            continue
        except Stopped:
            break  # of no more, but what they said yes to is kept
        if isinstance(reply, Said) and (YES.is_typed(reply.text) or normalise(reply.text) == "y"):
            wanted.append(answer)
    return wanted
