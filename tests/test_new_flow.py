"""A new flow's skeleton: where it is written, what it is called, and that nothing is overwritten."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest

from ai_optout.errors import UsageError
from ai_optout.expected import shapes_of
from ai_optout.flow import catalogue
from ai_optout.form.snapshot import Control, Kind, Ref, Snapshot
from ai_optout.new_flow import Home, check_id, write_flow

TODAY = date(2026, 11, 29)
DOOR = "https://rights.shop.example/object"
FORM = Snapshot(
    DOOR,
    title="Object",
    language="en",
    controls=(
        Control(Ref(0, 0), Kind.TEXT, ("#a",), type="email", name="Email address", autocomplete="email", required=True),
        Control(Ref(0, 1), Kind.TEXTAREA, ("#b",), name="How does this processing affect you?"),
    ),
)


def test_a_flow_written_from_a_form_is_in_the_catalogue_under_its_name(tmp_path: Path) -> None:
    written = write_flow("shop-objection", Home.own(tmp_path), FORM, DOOR, TODAY)

    found = catalogue(tmp_path / "flows")
    flow = found["shop-objection"]
    assert (found.broken, flow.doors, flow.hosts) == ((), (DOOR,), ("rights.shop.example",))
    assert [one.meaning for one in shapes_of(flow)[0].question] == ["email", "impact"]
    assert written.captures == tmp_path / "flows" / "captures" / "shop-objection"
    assert written.captures.is_dir()


def test_a_flow_of_ones_own_is_ones_own_to_read(tmp_path: Path) -> None:
    written = write_flow("shop-objection", Home.own(tmp_path / "config"), FORM, DOOR, TODAY)

    assert written.expectation is not None
    assert {stat.S_IMODE(path.stat().st_mode) for path in (written.script, written.expectation)} == {0o600}
    assert stat.S_IMODE(written.script.parent.stat().st_mode) == 0o700


def test_without_a_form_the_skeleton_has_its_place_to_fill_in(tmp_path: Path) -> None:
    written = write_flow("my-flow", Home.own(tmp_path), None, None, TODAY)

    assert written.expectation is None
    assert catalogue(tmp_path / "flows")["my-flow"].doors == ("https://form.example/",)


def test_a_flow_may_be_called_as_a_word_of_pythons_is(tmp_path: Path) -> None:
    write_flow("import", Home.own(tmp_path), FORM, DOOR, TODAY)

    found = catalogue(tmp_path / "flows")
    assert (found.broken, found["import"].doors) == ((), (DOOR,))


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    write_flow("shop-objection", Home.own(tmp_path), FORM, DOOR, TODAY)
    script = tmp_path / "flows" / "shop_objection.py"
    script.write_text("# mine\n", encoding="utf-8")

    with pytest.raises(UsageError, match="is there already, and nothing is overwritten"):
        write_flow("shop-objection", Home.own(tmp_path), FORM, DOOR, TODAY)

    assert script.read_text(encoding="utf-8") == "# mine\n"


@pytest.mark.parametrize("name", ["Shop", "shop_objection", "1shop", "shop-", "../shop", ""])
def test_a_name_that_no_flow_can_have_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="can't be a flow's name"):
        check_id(name, catalogue())


def test_the_name_of_another_flow_is_refused() -> None:
    with pytest.raises(UsageError, match="There is a flow facebook-objection already"):
        check_id("facebook-objection", catalogue())


def test_a_folder_that_is_no_checkout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="isn't the top of a checkout"):
        Home.checkout(tmp_path)


def test_in_a_checkout_the_captures_lie_with_the_fixtures() -> None:
    checkout = Path(__file__).resolve().parents[1]

    assert Home.checkout(checkout) == Home(checkout / "flows", checkout / "fixtures" / "captures", shared=True)
