"""Replays a flow on a captured page: the flow's own script, the real engine and the real host guard, up to the review.

A case is two files and no code: `fixtures/captures/<flow>/<name>.html`, as `ai-optout capture` writes it, and `<name>.toml` beside it
with what must come of it. The page is served at the address that it says it is from; nothing else is on that internet, and no script
runs. What can't be seen in a page that stands still (blocks that a choice brings, a sending) isn't part of it.
"""

from __future__ import annotations

import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Route
from pydantic import BaseModel, ConfigDict, Field

from ai_optout.browser.launch import OpenBrowser
from ai_optout.errors import AiOptoutError, NeedsPerson
from ai_optout.expected import quoted
from ai_optout.flow import Catalogue, Flow
from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Snapshot
from ai_optout.form.understand import main_form, understand
from ai_optout.guard import HostGuard
from ai_optout.ledger import Ledger
from ai_optout.person.banner import Banner
from ai_optout.person.pause import Pause, Reply, Said
from ai_optout.pointed_file import PointedFiles
from ai_optout.profile import Profile
from ai_optout.receipt import Receipt
from ai_optout.scaffold import saved_from
from ai_optout.sight import Sight, see
from ai_optout.status import Status
from ai_optout.visit import Visit
from ai_optout.visit.filling import shown
from ai_optout.visit.proof import Proof
from ai_optout.visit.stage import Ended, Journal, Stage

HURRIES = 40.0
"""How many times as fast waits run out: nothing comes late in a page that stands still."""
CIRCLES = 8
"""How often the same step is taken before a replay ends: a cookie dialog that stands still is declined for ever."""
_AFTERWARDS = frozenset({Sight.ACKNOWLEDGED, Sight.CODE})
"""Pages that only a sending leads to: there is nothing to fill, only to recognise."""


class Asked(BaseModel):
    """One question as it must be understood; `filled` says that the flow gives an answer, `holds` what the page then shows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wording: str
    meaning: Meaning | None = None
    required: bool = False
    filled: bool = False
    holds: str = ""


class Expectation(BaseModel):
    """What must come of a replay. Failing is an expected output too: `ends` and `reason` say how."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    """Where the page is from: a live site or a mock, and which."""
    captured: date
    page: Sight
    question: tuple[Asked, ...] = ()
    asked: tuple[str, ...] = ()
    """What is left to the person: each pause by its kind and the page's wording, in order."""
    ends: Status | None = None
    reason: str = ""
    profile: Mapping[str, Any] = Field(default_factory=dict)
    answers: Mapping[str, str] = Field(default_factory=dict)
    """What the person types where they are asked, by the wording."""


@dataclass(frozen=True)
class Case:
    """One pair of files, and the flow that is replayed on it."""

    flow: str
    page: Path

    @property
    def toml(self) -> Path:
        return self.page.with_suffix(".toml")

    def __str__(self) -> str:
        return f"{self.flow}/{self.page.stem}"

    def expectation(self) -> Expectation | None:
        """What is expected; None where nothing is yet. The paste block of a new case may lie under an `asked` of nothing."""
        return Expectation.model_validate(tomllib.loads(self.toml.read_text(encoding="utf-8"))) if self.toml.is_file() else None


def cases(folder: Path) -> list[Case]:
    """Every captured page below a folder of captures."""
    return [Case(page.parent.name, page) for page in sorted(folder.glob("*/*.html"))]


@dataclass
class Played:
    """What came of a replay."""

    loads: bool = False
    page: Sight | None = None
    question: list[Asked] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    ends: Status | None = None
    reason: str = ""


@dataclass
class Replayer:
    """Replays cases in one browser, for one person, with its ledger and receipts in `folder`."""

    opened: OpenBrowser
    catalogue: Catalogue
    profile: Profile
    folder: Path

    def play(self, case: Case, expected: Expectation | None = None) -> Played:
        """What comes of the flow on that page."""
        flow = self.catalogue[case.flow]
        content = case.page.read_bytes()
        address = saved_from(content)
        assert address is not None, f"{case} doesn't say where it is from: make it with `ai-optout capture`"
        person = Recorded(expected.answers if expected else {})
        played = Played(asked=person.asked)
        context = self.opened.new_context()
        try:
            context.route("**/*", _Serving(address, content, played).serve)
            self._run(replace(flow, doors=(address,), trail=()), context, person, played, expected)
        finally:
            context.close()
        return played

    def _run(self, flow: Flow, context: BrowserContext, person: Recorded, played: Played, expected: Expectation | None) -> None:
        clock = Hurried(HURRIES)
        changed = expected.profile if expected else {}
        profile = Profile.model_validate(self.profile.to_mapping() | dict(changed)) if changed else self.profile
        with Ledger.open(self.folder, clock=clock) as ledger:
            request = ledger.plan(person="0" * 64, profile="-", flow=flow.name, right=flow.right, account=flow.per)
            guard, banner, journal = HostGuard(flow.hosts), Banner(shown=False), Journal(ledger, request.id)
            page, nothing = context.new_page(), PointedFiles(self.folder)
            stage = Stage(flow, profile, page, context, person, banner, journal, guard, clock, lambda: False, nothing)
            visit = Visit(stage, Proof(stage, Receipt.create(self.folder, flow.name, clock), mock=True), dry_run=True)
            try:
                flow.script(Observed(visit, played))
            except Ended as end:
                played.ends, played.reason = end.status, end.reason
            except NeedsPerson as error:
                played.ends, played.reason = Status.NEEDS_PERSON, error.message
            except AiOptoutError as error:
                played.ends, played.reason = Status.FAILED, error.message
            finally:
                with suppress(AiOptoutError):  # the page never came
                    _read_back(stage, played)
                stage.watch.stop()


def _read_back(stage: Stage, played: Played) -> None:
    """What the page shows at the end, and what of it the flow put there."""
    snapshot = stage.look().snapshot
    if played.page is None:
        played.page = _sight(snapshot)
    tried = {
        event.detail.get("question") for event in stage.journal.ledger.events(stage.journal.request_id) if event.kind == "fill"
    }
    holding = {question.control.wording: shown(question.control) for question in understand(snapshot)}
    played.question = [
        one.model_copy(update={"filled": True, "holds": " ".join(holding.get(one.wording, "").split())})
        if one.wording[:200] in tried
        else one
        for one in played.question
    ]


def _sight(snapshot: Snapshot) -> Sight:
    seen = see(snapshot).sight
    later = see(snapshot, Snapshot(snapshot.url)).sight
    return later if seen in {Sight.OTHER, Sight.CHECKPOINT} and later in _AFTERWARDS else seen


@dataclass
class Observed:
    """A visit whose page is looked at between the verbs; what a script calls is the visit's own."""

    visit: Visit
    played: Played

    def open(self) -> None:
        self.visit.open()
        snapshot = self.visit.stage.look().snapshot
        self.played.page = _sight(snapshot)
        self.played.question = [
            Asked(wording=question.control.wording, meaning=question.meaning, required=question.required)
            for question in main_form(understand(snapshot))
        ]

    def answer(self, **given: Any) -> None:
        self.visit.answer(**given)

    def review(self) -> None:
        self.visit.review()

    def submit(self) -> None:
        self.visit.submit()

    def confirm_code(self) -> None:
        self.visit.confirm_code()

    def acknowledge(self) -> None:
        self.visit.acknowledge()


@dataclass
class _Serving:
    """The whole internet: one page."""

    address: str
    content: bytes
    played: Played

    def serve(self, route: Route) -> None:
        if route.request.url.split("?")[0] != self.address:
            route.abort("blockedbyclient")
            return
        self.played.loads = True
        policy = {"content-security-policy": "script-src 'none'; connect-src 'none'; form-action 'none'"}
        route.fulfill(body=self.content, content_type="text/html; charset=utf-8", headers=policy)


@dataclass
class Recorded:
    """A person who answers what is written down, and is asked nothing else."""

    answers: Mapping[str, str]
    asked: list[str] = field(default_factory=list)
    _told: Counter[str] = field(default_factory=Counter)

    def tell(self, line: str) -> None:
        """Steps aren't part of a case, but one that is taken again and again: in a page that stands still it would be for ever."""
        self._told[line] += 1
        if self._told[line] > CIRCLES:
            raise NeedsPerson(f"Left to the person: it goes round in circles at «{line}».")

    def ask(self, pause: Pause) -> Reply:
        self.asked.append(f"{pause.kind}: {pause.about}")
        if pause.about in self.answers:
            return Said(self.answers[pause.about])
        raise NeedsPerson(f"Left to the person: {pause.say}")


@dataclass(frozen=True)
class Hurried:
    """The machine's clocks, with what is waited for running out `times` as fast."""

    times: float
    _began: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return self._began + (time.monotonic() - self._began) * self.times


# --- what broke, and what to paste ---


class Broken(AssertionError):  # noqa: N818 - a verdict, not a fault
    """A replay that didn't come to what is expected: `stage` is the first that broke."""

    def __init__(self, case: Case, stage: str, found: object, expected: object) -> None:
        super().__init__(f"{case} broke at «{stage}».\nexpected: {expected}\nfound:    {found}")
        self.stage = stage


def judge(case: Case, played: Played, expected: Expectation | None) -> None:
    """Raises `Broken` that names the first stage that broke; where nothing is expected yet, with the block to paste."""
    if expected is None:
        raise Broken(
            case,
            "nothing is expected yet",
            "\n\n" + block(played),
            f"{case.toml.name} beside it; if this is right, paste it there:",
        )
    for stage, found, wanted in _stages(played, expected):
        if found != wanted:
            raise Broken(case, stage, found, wanted)


def _stages(played: Played, expected: Expectation) -> Iterator[tuple[str, object, object]]:
    yield "loads", played.loads, True
    yield "right page", played.page, expected.page
    if expected.page in _AFTERWARDS:
        return  # "acknowledged" is all that such a page has to be
    found, wanted = played.question, expected.question
    yield "questions understood", _understood(found), _understood(wanted)
    yield "filled", [one.wording for one in found if one.filled], [one.wording for one in wanted if one.filled]
    yield "read back", _held(found), _held(wanted)
    yield "asked exactly this", played.asked, list(expected.asked)
    yield "ends", (played.ends, played.reason), (expected.ends, expected.reason)


def _understood(questions: Iterable[Asked]) -> list[tuple[str, str | None, bool]]:
    return [(one.wording, one.meaning, one.required) for one in questions]


def _held(questions: Iterable[Asked]) -> list[tuple[str, str]]:
    return [(one.wording, one.holds) for one in questions if one.filled]


def block(played: Played) -> str:
    """What came of it, as the file that expects just that."""
    lines = ['source = "…"  # where the page is from: the live site, or a mock', f"captured = {datetime.now(UTC).date()}"]
    lines += [f"page = {quoted(played.page or '')}"]
    if played.page not in _AFTERWARDS:
        lines += [
            f"asked = [{', '.join(map(quoted, played.asked))}]",
            f"ends = {quoted(played.ends or '')}",
            f"reason = {quoted(played.reason)}",
        ]
        for one in played.question:
            lines += ["", "[[question]]", f"wording = {quoted(one.wording)}"]
            lines += [f"meaning = {quoted(one.meaning)}"] if one.meaning else []
            lines += ["required = true"] if one.required else []
            lines += ["filled = true", f"holds = {quoted(one.holds)}"] if one.filled else []
    return "\n".join(lines) + "\n"
