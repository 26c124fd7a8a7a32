"""`ai-optout inspect`, as it is typed: saved pages and live ones, in one browser, and the flow script written from a form."""

from __future__ import annotations

import ast
import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pexpect
import pytest
from playwright.sync_api import Page
from tests.assist.site import FORMS, Site, serving
from tests.cli.terminals import start
from tests.cli.typed import typed

from ai_optout.flow import catalogue
from ai_optout.form.meaning import TOKENS
from ai_optout.form.snapshot import Control, Kind, Ref, Snapshot
from ai_optout.scaffold import scaffold

CHECKOUT = Path(__file__).parents[2]
KEYS = ["css", "role", "label", "meaning", "confidence", "signs", "required", "value", "options", "visible"]

SAVED = """<!doctype html><head><title>Kontakt</title>
<link rel=preconnect href=http://127.0.0.1:PORT><link rel=stylesheet href=http://127.0.0.1:PORT/style.css>
<meta http-equiv=refresh content="0; url=http://127.0.0.1:PORT/elsewhere"><script src=http://127.0.0.1:PORT/script.js></script></head>
<body><form action=http://127.0.0.1:PORT/send><label>Vorname <input id=given></label><label>Nachname <input name=family></label>
<label>E-Mail <input type=email value=mine@post.example required></label><label>Passwort <input type=password value=topsecret></label>
<label>Suche <input type=search></label><label>Anzahl <input type=number></label><label>Text <textarea>Hallo</textarea></label>
<label>Land <select><option value="">Bitte wählen<option>Deutschland<option>Frankreich<option selected>Irland<option>Spanien</select></label>
<fieldset id=g><legend>Anrede</legend><label><input type=radio name=r id=r1>Frau</label><label><input type=radio name=r checked>Herr</label></fieldset>
<fieldset><legend>Themen</legend><label><input type=checkbox name=c checked>Sport</label><label><input type=checkbox name=c>Musik</label></fieldset>
<label><input type=checkbox checked id=ok>Ich stimme zu</label><label>Nachweis <input type=file></label>
<div style="display:none"><label>Ihre E-Mail-Adresse <input name=email autocomplete=email></label></div>
<my-field><template shadowrootmode=open><label>Telefon <input type=tel></label></template></my-field>
<iframe src=http://127.0.0.1:PORT/frame></iframe><iframe srcdoc="<label>Familienname <input></label>"></iframe>
<button>Senden</button></form><script>document.querySelector('#given').value = 'the script ran'</script>"""

ONE_AND_ONLY = """(css) => {
  let root = document;
  for (const part of css.slice(0, -1)) { const inner = root.querySelector(part); root = inner.shadowRoot || inner.contentDocument; }
  return root.querySelectorAll(css.at(-1)).length === 1 && root.querySelector(css.at(-1)).matches('input,select,textarea');
}"""


@dataclass
class Looked:
    """What one call with several pages printed, and what a listener at the addresses in the saved page was asked."""

    documents: list[dict[str, Any]]
    status: int
    stderr: str
    connections: list[object]
    saved: Path


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as one:
        yield one


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory, site: Site) -> Looked:
    """A saved page, one without a form, one in a browser's encoding, a live one and one that nobody serves, in one call."""
    folder = tmp_path_factory.mktemp("pages")
    connections: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            while True:
                try:
                    connection, address = listener.accept()
                except OSError:
                    return
                connections.append(address)
                connection.close()

        threading.Thread(target=accept, daemon=True).start()
        saved = folder / "saved page.html"
        saved.write_text(SAVED.replace("PORT", str(listener.getsockname()[1])), encoding="utf-8")
        (folder / "empty.html").write_text("<p>Nothing here.")
        (folder / "old.html").write_bytes("<meta charset=iso-8859-1><label>Prénom <input></label>".encode("latin-1"))
        done = typed(
            folder / "home",
            *(
                "inspect",
                saved,
                folder / "empty.html",
                folder / "old.html",
                site.url("/react.html"),
                "http://127.0.0.1:9/",
                "--json",
            ),
        )
        listener.shutdown(socket.SHUT_RDWR)
    return Looked([json.loads(line) for line in done.stdout.splitlines()], done.returncode, done.stderr, connections, saved)


@pytest.fixture(scope="module")
def fields(looked: Looked) -> dict[str, dict[str, Any]]:
    """The saved page's, by label."""
    return {field["label"]: field for field in looked.documents[0]["fields"]}


def test_several_pages_give_a_document_a_line_in_their_order(looked: Looked, site: Site) -> None:
    assert [document["url"] for document in looked.documents] == [
        looked.saved.as_uri(),
        (looked.saved.parent / "empty.html").as_uri(),
        (looked.saved.parent / "old.html").as_uri(),
        site.url("/react.html"),
        "http://127.0.0.1:9/",
    ]


def test_a_document_has_url_language_and_fields_with_their_keys(looked: Looked) -> None:
    assert list(looked.documents[0]) == ["url", "language", "fields"]
    assert [list(field) for field in looked.documents[0]["fields"]] == [KEYS] * len(looked.documents[0]["fields"])


def test_a_saved_page_is_opened_without_scripts_and_without_network(looked: Looked, fields: dict[str, dict[str, Any]]) -> None:
    assert fields["Vorname"]["value"] == ""
    assert looked.connections == []


def test_meanings_are_the_designs_tokens_or_null(looked: Looked, fields: dict[str, dict[str, Any]]) -> None:
    found = {field["meaning"] for document in looked.documents[:4] for field in document["fields"]}

    assert found - {None} <= TOKENS
    assert [fields[label]["meaning"] for label in ("Vorname", "Nachname", "E-Mail", "Land", "Telefon", "Anrede")] == [
        *("given-name", "family-name", "email", "country", "tel", None),
    ]


def test_confidence_and_signs_say_what_a_meaning_rests_on(fields: dict[str, dict[str, Any]]) -> None:
    assert 0.5 < fields["Vorname"]["confidence"] < 1
    assert fields["Anrede"]["confidence"] == 0
    assert any(sign.startswith("given-name +") and sign.endswith("label «vorname»") for sign in fields["Vorname"]["signs"])


def test_roles_are_arias_implicit_ones_computed(fields: dict[str, dict[str, Any]]) -> None:
    labels = ("Vorname", "Suche", "Anzahl", "Text", "Land", "Anrede", "Themen", "Ich stimme zu", "Nachweis")

    assert [fields[label]["role"] for label in labels] == [
        *("textbox", "searchbox", "spinbutton", "textbox", "combobox", "radiogroup", "group", "checkbox", "button"),
    ]


def test_values_are_as_in_the_page_and_never_a_password(looked: Looked, fields: dict[str, dict[str, Any]]) -> None:
    labels = ("E-Mail", "Text", "Land", "Anrede", "Themen", "Ich stimme zu", "Nachweis", "Passwort")

    assert [fields[label]["value"] for label in labels] == [
        "mine@post.example",
        "Hallo",
        "Irland",
        "Herr",
        ["Sport"],
        True,
        [],
        "",
    ]
    assert "topsecret" not in json.dumps(looked.documents)


def test_a_group_is_one_record_with_its_options(fields: dict[str, dict[str, Any]]) -> None:
    assert (fields["Anrede"]["css"], fields["Anrede"]["options"]) == ("#r1", ["Frau", "Herr"])
    assert fields["Themen"]["options"] == ["Sport", "Musik"]


def test_what_is_required_is_said(fields: dict[str, dict[str, Any]]) -> None:
    assert [fields[label]["required"] for label in ("E-Mail", "Vorname")] == [True, False]


def test_what_is_invisible_and_asked_by_a_question_already_means_nothing(fields: dict[str, dict[str, Any]]) -> None:
    hidden = fields["Ihre E-Mail-Adresse"]

    assert (hidden["visible"], hidden["meaning"], hidden["confidence"]) == (False, None, 0.0)


def test_css_selects_exactly_that_control_from_the_outside_in(looked: Looked, page: Page) -> None:
    page.route("**/*", lambda route: route.abort())
    page.set_content(looked.saved.read_text(encoding="utf-8").replace("http-equiv=refresh", ""))
    found = [field["css"] for field in looked.documents[0]["fields"]]
    paths = [[css] if isinstance(css, str) else css for css in found]

    assert [path for path in paths if not page.evaluate(ONE_AND_ONLY, path)] == []
    assert sorted({len(path) for path in paths}) == [1, 2]
    assert len({tuple(path) for path in paths}) == len(paths)


def test_the_language_is_the_pages_own_else_inferred_else_nothing(looked: Looked) -> None:
    assert [document.get("language") for document in looked.documents[:4]] == ["de", "", "fr", "en"]


def test_a_page_without_a_form_has_an_empty_list(looked: Looked) -> None:
    assert looked.documents[1]["fields"] == []


def test_a_page_in_another_encoding_is_read_as_it_says(looked: Looked) -> None:
    assert [field["label"] for field in looked.documents[2]["fields"]] == ["Prénom"]


def test_a_live_page_is_looked_at_once_its_script_has_built_it(looked: Looked, site: Site) -> None:
    assert [field["label"] for field in looked.documents[3]["fields"]][:3] == ["Given name", "Family name", "Email"]
    assert site.sent == []


def test_of_several_pages_the_one_that_cannot_be_opened_is_said_and_the_status_is_1(looked: Looked) -> None:
    assert looked.documents[4]["error"]["message"].startswith("127.0.0.1 ")
    assert looked.status == 1
    assert "127.0.0.1 " in looked.stderr


def test_what_is_no_page_is_said_in_a_sentence_and_the_others_are_looked_at(tmp_path: Path, site: Site) -> None:
    site.refused["/gone"] = 404
    site.kinds |= {"/list.json": "application/json", "/form.pdf": "application/x-of-no-browser"}
    site.leads["/led"] = "/table.html"
    pages = map(site.url, ("/gone?who=mina", "/list.json", "/form.pdf", "/led"))
    done = typed(tmp_path, "inspect", tmp_path / "gone.html", *pages, "--json")
    documents = [json.loads(line) for line in done.stdout.splitlines()]
    place = site.url("")

    assert [document["error"]["message"] for document in documents[:4]] == [
        f"There is no file {tmp_path / 'gone.html'}.",
        f"{place}/gone answers 404 (Not Found): there is no page to look at.",
        f"{place}/list.json is no web page: it is sent as application/json.",
        f"{place}/form.pdf is a file to download, not a web page.",
    ]
    assert [document["error"]["exit_status"] for document in documents[:4]] == [2, 1, 1, 1]
    assert documents[4]["url"] == site.url("/table.html")  # where it was led
    assert len(documents[4]["fields"]) == 5
    assert done.returncode == 2


def test_the_status_is_that_of_the_first_that_could_not_be_looked_at(tmp_path: Path) -> None:
    done = typed(tmp_path, "inspect", "gone.html", FORMS / "table.html", "http://127.0.0.1:9/")

    assert done.returncode == 2
    assert "given-name" in done.stdout
    assert [line.split(".")[0] for line in done.stderr.splitlines()] == ["There is no file gone", "127"]


def test_without_a_page_to_look_at_no_browser_is_opened(tmp_path: Path) -> None:
    done = typed(tmp_path, "inspect", "gone.html", CHECKOUT / "docs", "--browser", "/no/such/browser", "--json")

    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 2


def test_one_page_gives_one_document_and_status_0(tmp_path: Path) -> None:
    done = typed(tmp_path, "inspect", FORMS / "table.html", "--json")

    assert [field["meaning"] for field in json.loads(done.stdout)["fields"]] == [
        "given-name",
        "family-name",
        "email",
        "country",
        None,
    ]
    assert done.returncode == 0


def test_for_people_it_is_a_table(tmp_path: Path) -> None:
    done = typed(tmp_path, "inspect", FORMS / "table.html")

    assert "Lieblingsfarbe" in done.stdout
    assert "given-name" in done.stdout
    assert "language de" in done.stdout


def test_a_page_saved_as_one_file_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "page.mhtml").write_text("From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\n<html>")

    done = typed(tmp_path, "inspect", tmp_path / "page.mhtml")

    assert done.stderr.splitlines() == [
        f"{tmp_path / 'page.mhtml'} is a web archive (MHTML).",
        "Save the page in your browser as «Webpage, HTML only», and name that file.",
    ]
    assert done.returncode == 2


@pytest.fixture
def country_and_impact(tmp_path: Path) -> Path:
    """A saved page with a list and a text that is answered."""
    file = tmp_path / "form.html"
    file.write_text(
        "<!doctype html><form><label>Country code <select autocomplete=tel-country-code required><option>+49<option>+33<option>+34"
        "</select></label><label>Please tell us in your own words how this processing impacts you <textarea>Because</textarea></label>"
    )
    return file


def test_the_table_fits_a_terminal_of_80_columns_without_breaking_a_meaning(tmp_path: Path, country_and_impact: Path) -> None:
    terminal = start(tmp_path, "inspect", str(country_and_impact), columns=80)
    terminal.expect(pexpect.EOF)
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.before or "").splitlines()

    assert max(map(len, lines[1:])) <= 80
    assert any(line.startswith(" Country code *") and "tel-country-code" in line for line in lines)
    assert any("combobox, 3 options" in line for line in lines)
    assert any("holds Because" in line for line in lines)
    assert len(lines) <= 20


def test_where_a_table_would_not_be_seen_each_field_is_said_in_lines(tmp_path: Path, country_and_impact: Path) -> None:
    lines = typed(tmp_path, "inspect", country_and_impact, COLUMNS="80").stdout.splitlines()

    assert any(line.startswith("Country code (required): tel-country-code, 0.") for line in lines)
    assert {"  Field: combobox, 3 options", "  Holds: Because"} <= set(lines)
    assert not re.search("[\u2500-\u257f]", "\n".join(lines))
    assert [line for line in lines if line != line.rstrip()] == []


def test_a_page_without_a_form_is_said(tmp_path: Path) -> None:
    done = typed(tmp_path, "inspect", FORMS / "blank.html")

    assert done.stdout.splitlines()[-1] == "There is no form on this page."
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ("gone.html", "There is no file gone.html."),
        (
            "http://www.example.com/form",
            "http://www.example.com is not encrypted: what is typed there could be read by others on the way.",
        ),
        ("ftp://www.example.com/form", "'ftp://www.example.com/form' is not the address of a web page."),
        (str(CHECKOUT / "docs"), f"{CHECKOUT / 'docs'} is a folder, not a file."),
        ("/dev/zero", "/dev/zero is a device, not a file."),
        (str(CHECKOUT / "docs" / "demo.png"), f"{CHECKOUT / 'docs' / 'demo.png'} holds no HTML."),
    ],
    ids=["no-file", "http", "ftp", "folder", "device", "picture"],
)
def test_what_cannot_be_looked_at_is_wrong_usage(tmp_path: Path, named: str, sentence: str) -> None:
    done = typed(tmp_path, "inspect", named)

    assert done.stderr.splitlines()[0] == sentence
    assert done.returncode == 2


# --- the scaffold ---


def linted(script: str) -> str:
    """What ruff, with this project's settings, has to say about a script in flows/."""
    ruff = Path(sys.executable).with_name("ruff")
    for words in (["check"], ["format", "--diff"]):
        name = ["--stdin-filename", str(CHECKOUT / "flows" / "scaffolded.py"), "-"]
        done = subprocess.run([ruff, *words, *name], input=script, capture_output=True, text=True, check=False, cwd=CHECKOUT)
        if done.returncode:
            return done.stdout + done.stderr
    return ""


LONG = "A form whose title is so long that it doesn't fit in a line of a script and is therefore cut somewhere behind a word, as titles are"


@pytest.mark.parametrize(
    "head",
    [
        '<!-- saved from url=(0038)https://www.shop.example/contact/us?a=1#b --><title>x</title><h1>Contact "us"</h1>',
        f"<link rel=canonical href=https://help.shop.example/{'x' * 140}><h1>{LONG}</h1>",
    ],
    ids=["saved-from", "long"],
)
def test_a_scaffold_compiles_passes_the_linter_and_is_a_flow(tmp_path: Path, head: str) -> None:
    rest = "<form><label>Email <input type=email></label><label>First name <input></label><label>Country <select>"
    options = "".join(f"<option>{name}" for name in ("Germany", "France", "Spain", "Italy"))
    (tmp_path / "form.html").write_text(f"<!doctype html>{head}{rest}{options}</select></label></form>", encoding="utf-8")
    done = typed(tmp_path, "inspect", tmp_path / "form.html", "--scaffold")
    script = done.stdout

    assert done.returncode == 0
    ast.parse(script)
    assert linted(script) == ""
    assert "TODO" not in script
    own = tmp_path / "flows"
    own.mkdir(mode=0o700)
    (own / "scaffolded.py").write_text(script)
    (own / "scaffolded.py").chmod(0o600)
    found = catalogue(own)
    flow = next(one for one in found.flows.values() if one.source.parent == own)
    assert found.broken == ()
    assert flow.expects == {"email", "given-name", "country"}


TITLES = {
    "python's own word": ("class.example", "Class"),
    "a name that the script imports": ("flow.example", "Flow"),
    "a builtin": ("print.example", "Print"),
    "this": ("www.shop.example", "This is how to reach us?"),
    "quotes and slashes": ("www.shop.example", 'Say "hello" \\ \'good-bye\' """'),
    "braces": ("www.shop.example", "{name}, what is it? %s $x"),
    "another script": ("www.例え.example", "お問い合わせ"),
    "right to left": ("www.shop.example", "اتصل \u202eبنا"),
    "nothing": ("shop.example", ""),
    "an address of numbers": ("127.0.0.1", "1st contact"),
    "long": ("help.shop.example", LONG * 2),
    "one long word": ("help.shop.example", "x" * 400),
    "lines": ("help.shop.example", "a\nb\r\u2028c\tTODO: d  "),
}


@pytest.mark.timeout(600)
def test_whatever_a_page_is_called_its_script_is_typed_linted_and_in_the_catalogue(tmp_path: Path) -> None:
    own = tmp_path / "flows"
    own.mkdir(mode=0o700)
    for number, (host, title) in enumerate(TITLES.values()):
        email = Control(Ref(0, 0), Kind.TEXT, ("#e",), type="email", name="Email")
        script = scaffold(Snapshot("x", title=title, controls=(email,)), f"https://{host}/{number}")
        (own / f"made_{number}.py").write_text(script, encoding="utf-8")
        (own / f"made_{number}.py").chmod(0o600)
        assert linted(script) == "", title
    mypy = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(CHECKOUT / "pyproject.toml")]
    checked = subprocess.run([*mypy, *sorted(own.glob("*.py"))], capture_output=True, text=True, check=False, cwd=CHECKOUT)

    assert checked.returncode == 0, checked.stdout
    found = catalogue(own)
    assert found.broken == ()
    assert len([flow for flow in found.flows.values() if flow.source.parent == own]) == len(TITLES)


def test_a_scaffolds_door_is_the_forms_address_and_its_host() -> None:
    email = Control(Ref(0, 0), Kind.TEXT, ("#e",), type="email", name="Email")
    script = scaffold(Snapshot("x", title="Contact us", controls=(email,)), "https://www.shop.example/table.html#top")

    assert '    hosts=["www.shop.example"],\n    doors=["https://www.shop.example/table.html"],\n' in script
    assert '    expects=["email"],\n' in script


def test_a_scaffold_whose_door_no_flow_could_name_is_refused(tmp_path: Path, site: Site) -> None:
    done = typed(tmp_path, "inspect", site.url("/table.html"), "--scaffold")

    origin = site.url("")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        f"{origin} is no address that a flow can name: those begin with https:// and a host's name.",
        f"Give the form's own address; one on this computer is looked at with: ai-optout inspect {origin}/…",
    ]


def test_a_scaffold_is_written_for_one_page(tmp_path: Path) -> None:
    done = typed(tmp_path, "inspect", "a.html", "b.html", "--scaffold")

    assert done.stderr.splitlines()[0] == "--scaffold writes one script, for one page."
    assert done.returncode == 2
