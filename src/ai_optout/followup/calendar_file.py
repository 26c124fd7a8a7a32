"""The days on which answers are due, as a calendar file (RFC 5545) that every calendar program reads.

A day is a day: the events have no hour, so no time zone can move them. Each keeps its UID, so that a file that is read again
moves what it brought before instead of doubling it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

from ai_optout.followup.standing import Standing
from ai_optout.followup.urgency import called
from ai_optout.messages import _

_REMINDED: Final = timedelta(hours=9)  # after the midnight on which the day after the due one begins: the morning of that day


def calendar_file(standings: Iterable[Standing], now: datetime) -> bytes:
    """A calendar with the day of each open request that has one, and an alarm on the morning after."""
    calendar = Calendar()
    calendar.add("prodid", "-//ai-optout//answers due//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("ai-optout: answers due"))
    for one in standings:
        if one.is_open and one.due is not None:
            calendar.add_component(_event(one, now))
    content: bytes = calendar.to_ical()
    return content


def _event(one: Standing, now: datetime) -> Event:
    assert one.due is not None
    request = one.request
    began = datetime.fromisoformat(request.created)
    event = Event()
    event.add("uid", f"{began:%Y%m%dT%H%M%S}-{request.id}@ai-optout.invalid")
    event.add("dtstamp", now)
    event.add("dtstart", one.due)
    event.add("dtend", one.due + timedelta(days=1))
    said = _("Answer of Meta due: {flow}").format(flow=called(request.flow, request.account))
    event.add("summary", said + ("" if one.sure else _(" (day not sure)")))
    event.add(
        "description",
        _("Counted from {counts_from}. {basis}\n\nWhen it is past: ai-optout letter --request {request}").format(
            counts_from=one.counts_from, basis=one.basis, request=request.id
        ),
    )
    event.add("status", "CONFIRMED" if one.sure else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["ai-optout"])
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("No answer of Meta yet? ai-optout letter --request {request}").format(request=request.id))
    alarm.add("trigger", _REMINDED, parameters={"RELATED": "END"})
    event.add_component(alarm)
    return event
