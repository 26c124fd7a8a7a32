"""Pages of one site or one kit are scored together, so that nothing is learned from what it is scored on."""

from __future__ import annotations

from tests.score.sites import folds_of

from ai_optout.form.snapshot import Control, Kind, Ref, Snapshot

MANY = 1_000
"""So many folds that two pages hardly meet in one by chance."""


def page(*names: str) -> Snapshot:
    return Snapshot(
        url="https://form.example/",
        controls=tuple(
            Control(ref=Ref(0, place), kind=Kind.TEXT, css=(), attribute_name=name) for place, name in enumerate(names)
        ),
    )


def test_two_pages_of_one_host_are_together() -> None:
    folds = folds_of({"labelled/EN_www.shop.com.html": page("a"), "labelled/DE_checkout.shop.com.html": page("b")}, MANY)

    assert len(set(folds.values())) == 1


def test_two_pages_of_one_kit_are_together() -> None:
    folds = folds_of({"labelled/A1.html": page(*"abcdef"), "labelled/B2.html": page(*"abcdeg")}, MANY)

    assert len(set(folds.values())) == 1


def test_two_pages_that_share_a_few_names_are_apart() -> None:
    folds = folds_of({"labelled/A1.html": page(*"abcdef"), "labelled/B2.html": page(*"abcxyz")}, MANY)

    assert len(set(folds.values())) == 2


def test_the_ends_of_generated_ids_tell_no_kits_apart() -> None:
    def generated(seed: int) -> Snapshot:
        controls = (
            Control(Ref(0, place), Kind.TEXT, (), attribute_id=f"field-{name}-{seed}") for place, name in enumerate("abcde")
        )
        return Snapshot(url="https://form.example/", controls=tuple(controls))

    assert len(set(folds_of({"labelled/A1.html": generated(17), "labelled/B2.html": generated(42)}, MANY).values())) == 1
