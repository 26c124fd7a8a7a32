"""`make accname`: how often the names that the scan gives are those that Playwright computes, on real pages of the corpus."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import platformdirs
from tests.score.accname.named import NAMES, Named
from tests.score.corpus import WITH_TRUTH, Saved, saved_pages
from tests.score.reading import Store, read_all

from ai_optout.browser import find_browser
from ai_optout.errors import AiOptoutError, UsageError


@dataclass(frozen=True)
class Agreement:
    """The result over many pages: each control with its page, and the pages that could not be read and why."""

    pages: int
    named: tuple[tuple[str, Named], ...]
    unread: Mapping[str, str]

    @property
    def compared(self) -> list[tuple[str, Named]]:
        """What has a name to compare."""
        return [(page, one) for page, one in self.named if one.compared]

    @property
    def different(self) -> list[tuple[str, Named]]:
        """Where the two computations differ."""
        return [(page, one) for page, one in self.compared if not one.same]

    @property
    def share(self) -> float:
        """How many agree, from 0 to 1; 1 where there was nothing to compare."""
        return 1 - len(self.different) / len(self.compared) if self.compared else 1.0


def as_text(result: Agreement) -> str:
    """The share that agrees, by kind too, and how many were left out, as lines."""
    total, wrong = Counter(one.kind for _, one in result.compared), Counter(one.kind for _, one in result.different)
    right = len(result.compared) - len(result.different)
    hidden = sum(one.theirs is None for _, one in result.named)
    lines = [
        f"{right} of {len(result.compared)} names agree ({result.share:.2%}), on {result.pages} pages.",
        *(f"  {kind:<11} {total[kind] - wrong[kind]} of {total[kind]}" for kind in sorted(total)),
        f"Not compared, hidden from assistive technology: {hidden}.",
        f"Not compared, options without a name: {len(result.named) - hidden - len(result.compared)}.",
        f"Pages that could not be read: {len(result.unread)}.",
        *(f"  {page}: {why}" for page, why in sorted(result.unread.items())),
    ]
    return "\n".join(lines) + "\n"


def as_json(result: Agreement) -> str:
    """The same as one JSON document."""
    figures = {
        "pages": result.pages,
        "compared": len(result.compared),
        "different": len(result.different),
        "share": round(result.share, 5),
        "unread": dict(result.unread),
    }
    return json.dumps(figures, indent=2) + "\n"


def spread(pages: Sequence[Saved], count: int) -> list[Saved]:
    """So many of the pages, at even distances; all of them where there are fewer."""
    return [pages[place * len(pages) // count] for place in range(count)] if count < len(pages) else list(pages)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare and print; the exit status is 0, or the error's where it can't be done."""
    parser = argparse.ArgumentParser(prog="make accname", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="the folder that holds the corpus, or its archive")
    parser.add_argument("--cache", type=Path, default=platformdirs.user_cache_path("ai-optout") / "score")
    parser.add_argument("--folder", choices=WITH_TRUTH, action="append", help="only this folder")
    parser.add_argument("--pages", type=int, default=300, help="how many pages, at even distances")
    parser.add_argument("--errors", type=Path, metavar="FILE", help="write every difference there, a JSON document a line")
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--jobs", type=int, default=2)
    said = parser.parse_args(arguments)
    try:
        if said.corpus is None:
            raise UsageError(
                "Where the corpus lies wasn't said.", "Type: make accname CORPUS=FOLDER, with the folder of forms-dev.tar.xz"
            )
        pages = spread(saved_pages(said.corpus, said.cache, tuple(said.folder or WITH_TRUTH)), said.pages)
        result = _compare(pages, Store(said.cache, NAMES), said.jobs)
    except AiOptoutError as error:
        sys.stderr.write(f"{error.message} {error.hint}\n")
        return error.exit_status
    if said.errors:
        with said.errors.open("w", encoding="utf-8") as file:
            file.writelines(
                json.dumps({"page": page, **asdict(one)}, ensure_ascii=False) + "\n" for page, one in result.different
            )
    sys.stdout.write(as_json(result) if said.as_json else as_text(result))
    return 0


def _compare(pages: Sequence[Saved], store: Store, jobs: int) -> Agreement:
    missing = [page for page in pages if not store.holds(page)]
    if missing:
        for done, _ in enumerate(read_all(missing, NAMES, store, find_browser(None).path, jobs), 1):
            if done % 50 == 0 or done == len(missing):
                sys.stderr.write(f"{done} of {len(missing)} pages read\n")
    unread = {page.name: failure.why for page in pages if (failure := store.failure(page)) and not store.holds(page)}
    named = tuple((page.name, one) for page in pages if page.name not in unread for one in store.get(page))
    return Agreement(len(pages) - len(unread), named, unread)


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main())
