"""`ai-optout report`, as it is typed: a form's structure, and no value in it."""

from __future__ import annotations

import random
import stat
import string
from pathlib import Path

import pytest
from tests.assist.site import serving
from tests.cli.typed import typed

PAGE = """<!doctype html><html lang=en><title>Request of grace@post.example</title><h1>Hello, Grace Hopper!</h1>
<p>Your account: 1000 2345 6789.</p>
<form><label>Grace's e-mail <input type=email id=mail name=mail_4711000 value=grace@post.example autocomplete=email required></label>
<p>Call us: +49 30 123456</p><label>Nickname <input placeholder="such as topsecretname" value=topsecretname></label>
<label>Password <input type=password value=hunter22></label>
<label>Country <select><option>Germany<option>France<option>Spain<option>Italy<option>Poland</select></label>
<label>Colour <select><option>Red<option>Blue</select></label><div style="display:none"><label>Trap <input></label></div>
<label>Proof for person@mail.example <input type=file accept=image/*></label><button>Send</button></form>"""
PROFILE = 'country = "Sweden"\ngiven_name = "Grace"\nfamily_name = "Hopper"\nemail = "me@own.example"\n'


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report of a page that knows its person, for that person."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "form.html").write_text(PAGE, encoding="utf-8")
    (folder / "grace.toml").write_text(PROFILE, encoding="utf-8")
    (folder / "grace.toml").chmod(0o600)
    done = typed(folder / "home", "report", folder / "form.html", "--profile", folder / "grace.toml")
    assert done.returncode == 0
    return done.stdout


def test_a_report_names_versions_language_and_the_form(report: str) -> None:
    for beginning in (
        "- ai-optout ",
        "- Python ",
        "- page: a saved page",
        "- language: en",
        "- forms: 1,",
        "- controls: 7, of them",
    ):
        assert any(line.startswith(beginning) for line in report.splitlines()), beginning
    assert ", Playwright " in report
    assert ", browser " in report


def test_each_control_is_told_with_kind_role_meaning_signs_place_and_attributes(report: str) -> None:
    first = report[report.index("## 1.") : report.index("## 2.")]

    assert first.startswith("## 1. text: email (")
    for row in (
        "| role | textbox, type email |",
        "autocomplete=email",
        "| states | required",
        "| css | #mail |",
        "| signs | email +",
    ):
        assert row in first
    assert "| place | form 1, " in first
    assert " px at " in first


def test_what_is_invisible_is_said_to_be(report: str) -> None:
    assert "invisible" in report[report.index("Trap") :].split("## ", maxsplit=1)[0]


def test_countries_are_only_counted_and_a_few_other_options_are_told(report: str) -> None:
    assert "| options | 5 |" in report
    assert "| options | 2: «redacted», «Blue» |" in report.replace("««redacted»»", "«redacted»")
    assert "Poland" not in report


@pytest.mark.parametrize(
    "value",
    ["grace@post.example", "person@mail.example", "Grace", "Hopper", "topsecretname", "hunter22", "1000 2345", "4711000"],
)
def test_no_value_is_in_it(report: str, value: str) -> None:
    assert value not in report


def test_what_was_taken_out_is_named(report: str) -> None:
    assert "- headings: «Hello, «redacted» «redacted»!»" in report
    assert "Proof for «e-mail»" in report
    assert "mail_«number»" in report


def test_a_report_is_written_to_a_file_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "form.html").write_text(PAGE, encoding="utf-8")
    done = typed(tmp_path / "home", "report", tmp_path / "form.html", "--output", tmp_path / "report.md")
    file = tmp_path / "report.md"

    assert file.read_text(encoding="utf-8").startswith("# The structure of a form\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1] == f"Written to {file}. Look it through before you share it."


def test_a_folder_is_no_file_to_write_to(tmp_path: Path) -> None:
    (tmp_path / "form.html").write_text(PAGE, encoding="utf-8")
    done = typed(tmp_path / "home", "report", tmp_path / "form.html", "--output", tmp_path)

    assert done.stderr.splitlines()[0] == f"{tmp_path} is a folder."
    assert done.returncode == 2


PLANTED = """<!doctype html><html lang=en><title>{title}</title><h1>Contact</h1>
<form action="/send?{action}" data-of="{data}"><input type=hidden name=token value="{hidden}">
<label>Email <input type=email value="{email}" data-value="{attribute}" pattern="{pattern}" onchange="{script}"></label>
<label>Name <input value="{text}" list=known></label><datalist id=known><option value="{listed}"></datalist>
<label>Code <input type=password value="{password}"></label><label>Call <input type=tel value="{tel}"></label>
<label>Day <input type=date value="2026-12-01" min="{least}"></label><label>Kind <input type="{kind}" value="{odd}"></label>
<label>Many <input type=number value="471{number}"></label><label>Found <input type=search value="{search}"></label>
<label>Mode <input inputmode="{mode}" autocomplete="section-{section} email"></label>
<label>Reason <textarea>{area}</textarea></label><label>Note <textarea readonly>{readonly}</textarea></label>
<label>Pick <select><option value="{option}">{chosen}<option>Other</select></label>
<label>Several <select multiple><option selected>{several}<option>Other</select></label>
<p>One:</p><input type=radio name=r value="{radio}" checked>Yes<input type=radio name=r>No
<label><input type=checkbox name=c value="{box}" checked>Agree</label>
<label>Proof <input type=file accept="{accept},image/*" value="{file}"></label>
<div role=textbox contenteditable aria-label=Rich>{rich}</div><div role=combobox aria-label=Colour tabindex=0>{combobox}</div>
<ul role=listbox aria-label=Size><li role=option aria-selected=true data-value="{size}">{listbox}</li><li role=option>Other</li></ul>
<div style="display:none"><label>Trap <input value="{trap}"></label></div>
<output>{output}</output><button name=go value="{button}">Send</button></form>"""
NAMES = sorted({name for _text, name, _spec, _conversion in string.Formatter().parse(PLANTED) if name} | {"query", "fragment"})


@pytest.mark.parametrize("round_", range(3))
def test_no_value_of_any_control_or_attribute_or_title_or_address_occurs(tmp_path: Path, round_: int) -> None:
    values = {name: "".join(random.Random(f"{name}{round_}").choices(string.ascii_lowercase, k=9)) for name in NAMES}
    with serving() as site:
        site.pages["/form"] = PLANTED.format(**values)
        done = typed(tmp_path, "report", site.url(f"/form?{values['query']}=1#{values['fragment']}"))

    assert done.returncode == 0
    assert done.stdout.count("\n## ") == 20
    assert {name: value for name, value in values.items() if value in done.stdout.lower()} == {}
