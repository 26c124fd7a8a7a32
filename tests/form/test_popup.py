"""Lists that open are opened, filtered, scrolled and gone through until the answer's option is clicked, however they are made."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from ai_optout.form.act import CannotFill, act
from ai_optout.form.answer import Outcome
from ai_optout.form.scan import scan
from ai_optout.form.snapshot import Control, Kind

Fill = Callable[..., Outcome]

# 200 options, of which ten are in the page at a time: their elements are used again while one scrolls.
VIRTUAL = """<span id=q>Town</span><div role=combobox aria-haspopup=listbox aria-expanded=false aria-controls=l aria-labelledby=q
  tabindex=0 id=c style='width:200px;height:24px;border:1px solid'></div>
<div id=l role=listbox hidden style='height:200px;overflow:auto;position:relative;width:200px'><div id=all style='height:4000px'></div></div>
<script>
  const rows = Array.from({ length: 10 }, () => all.appendChild(Object.assign(document.createElement('div'), { role: 'option' })));
  function draw() {
    const first = Math.min(Math.floor(l.scrollTop / 20), 190);
    rows.forEach((row, place) => { row.textContent = 'Town ' + (first + place + 1); row.ariaSelected = c.textContent === row.textContent;
      row.style.cssText = `position:absolute;height:20px;width:100%;top:${(first + place) * 20}px`; });
  }
  l.addEventListener('scroll', () => setTimeout(draw, 30));
  c.onclick = () => { l.hidden = !l.hidden; c.ariaExpanded = String(!l.hidden); draw(); };
  l.onclick = ({ target }) => { if (target.role !== 'option') return; c.textContent = target.textContent; l.hidden = true; c.ariaExpanded = 'false'; };
</script>"""

# The same on a busy machine: at its first move and at its end it is slow.
SLOW = VIRTUAL.replace("setTimeout(draw, 30)", "setTimeout(draw, l.scrollTop < 300 || l.scrollTop > 3700 ? 1200 : 30)")

# The same without a scrollbar: only the arrow keys bring more.
BY_KEYS = """<span id=q>Town</span><div role=combobox aria-haspopup=listbox aria-expanded=false aria-controls=l aria-labelledby=q
  tabindex=0 id=c style='width:200px;height:24px;border:1px solid'></div><div id=l role=listbox hidden></div>
<script>
  let first = 0, at = -1;
  function draw() {
    l.innerHTML = Array.from({ length: 10 }, (_, i) => `<div role=option id=o${first + i}>Town ${first + i + 1}</div>`).join('');
    if (at >= 0) c.setAttribute('aria-activedescendant', 'o' + at);
  }
  c.onclick = () => { l.hidden = false; c.ariaExpanded = 'true'; draw(); };
  c.onkeydown = (event) => { if (event.key !== 'ArrowDown') return; event.preventDefault(); at = (at + 1) % 40; first = Math.max(0, Math.min(at - 5, 30)); draw(); };
  l.onclick = ({ target }) => { c.textContent = target.textContent; l.hidden = true; c.ariaExpanded = 'false'; };
</script>"""

LATE = """<label for=c>Town</label><input id=c role=combobox aria-autocomplete=list aria-expanded=false aria-controls=l><ul id=l role=listbox></ul>
<script>
  c.oninput = () => { const typed = c.value; l.innerHTML = '<li>Loading</li>'; setTimeout(() => { if (typed !== c.value || !typed) return;
    c.ariaExpanded = 'true'; l.innerHTML = ['Graz', 'Graz Umgebung'].map((one) => `<li role=option>${one}</li>`).join(''); }, 800); };
  l.onclick = ({ target }) => { c.value = target.textContent; c.dataset.id = '7'; l.innerHTML = ''; c.ariaExpanded = 'false'; };
</script>"""

# A list with a search field of its own, which shows nothing before one has typed.
SEARCHED = """<span id=q>Town</span><button type=button id=c aria-haspopup=listbox aria-expanded=false aria-labelledby='q c'>Choose a town</button>
<script>
  c.onclick = () => { c.ariaExpanded = 'true'; const box = document.createElement('div');
    box.innerHTML = '<input type=search aria-label=Search><div role=listbox></div>'; document.body.append(box);
    const [search, list] = box.children; search.focus();
    search.oninput = () => setTimeout(() => { list.innerHTML = ['Graz', 'Linz'].filter((one) => one.toLowerCase().includes(search.value.toLowerCase())).map((one) => `<div role=option>${one}</div>`).join(''); }, 100);
    list.onclick = ({ target }) => { c.textContent = target.textContent; box.remove(); c.ariaExpanded = 'false'; }; };
</script>"""

BARE = """<span id=q>Town</span><div role=combobox aria-expanded=false aria-labelledby=q tabindex=0 id=c style='width:200px;height:24px;border:1px solid'></div>
<script>
  c.onmousedown = () => { if (window.box) return; window.box = document.createElement('div'); c.ariaExpanded = 'true';
    box.innerHTML = ['Graz', 'Linz'].map((one) => `<div><span>${one}</span></div>`).join(''); document.body.append(box);
    box.onmouseup = ({ target }) => { c.textContent = target.textContent; box.remove(); c.ariaExpanded = 'false'; }; };
</script>"""

LISTS = {
    "the last of 200 that are drawn while scrolling": (VIRTUAL, "Town 200"),
    "one that a slow machine draws after the first move": (SLOW, "Town 14"),
    "the last of 200 on a slow machine": (SLOW, "Town 200"),
    "one that is there at once": (VIRTUAL, "Town 3"),
    "one that only the arrows bring": (BY_KEYS, "Town 37"),
    "options that come 800 ms late": (LATE, "Graz"),
    "a search field in the list": (SEARCHED, "Linz"),
    "options without a role": (BARE, "Linz"),
}


@pytest.fixture
def give(tab: Page) -> Callable[[str, str], Control]:
    def run(html: str, answer: str) -> Control:
        tab.set_content(
            "<!doctype html><script>window.enters = 0; addEventListener('keydown', e => { if (e.key === 'Enter') enters++; }, true)"
            f"</script><form>{html}</form>"
        )
        look = scan(tab)
        (control,) = look.snapshot.controls
        assert control.kind is Kind.COMBOBOX
        act(look, control, None, answer, "en")
        assert tab.evaluate("() => enters") == 0
        return scan(tab).snapshot.controls[0]

    return run


@pytest.mark.parametrize(("html", "answer"), LISTS.values(), ids=LISTS)
def test_the_answers_option_is_clicked(give: Callable[[str, str], Control], html: str, answer: str) -> None:
    assert give(html, answer).value == answer


@pytest.mark.parametrize("html", [VIRTUAL, BY_KEYS, SEARCHED], ids=["scrolled", "arrows", "searched"])
def test_a_list_without_the_answer_is_left_unchosen_and_closed_to_others(
    tab: Page, give: Callable[[str, str], Control], html: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ai_optout.form.act.SUGGEST_MS", 500)
    with pytest.raises(CannotFill, match=r"^The list shows no option that says the answer, or more than one\.$"):
        give(html, "Atlantis")

    assert tab.locator("#c").inner_text() in {"", "Choose a town"}


NAMES = {
    "by its label and what it shows": "<span id=q>Town</span><button type=button aria-haspopup=listbox aria-labelledby='q c' id=c>Graz</button>",
    "by what stands before it": "<label>Town</label><div role=combobox id=c tabindex=0 aria-labelledby=v><span id=v>Graz</span></div>",
    "a listbox that is folded": "<span id=q>Town</span><div role=listbox id=c aria-expanded=false aria-labelledby=q>"
    "<div role=option aria-selected=true data-value=g>Graz</div><div role=option style='display:none'>Linz</div></div>",
    "drawn over its input": "<label for=i>Town</label><div style='display:grid'><div style='grid-area:1/1'>Graz</div>"
    "<div style='grid-area:1/1'><input id=i role=combobox style='background:none'></div></div>",
}


@pytest.mark.parametrize("html", NAMES.values(), ids=NAMES)
def test_a_list_is_named_without_what_it_shows_and_read_back(tab: Page, html: str) -> None:
    tab.set_content(f"<!doctype html><form>{html}</form>")
    (control,) = scan(tab).snapshot.controls

    assert (control.kind, control.wording, control.value) == (Kind.COMBOBOX, "Town", "Graz")


PLACEHOLDERS = {
    "a class": "<span class=select__placeholder>Pick your town</span>",
    "words that are known": "Please choose",
    "nothing to read": "\N{ZERO WIDTH SPACE}",
}


@pytest.mark.parametrize("inner", PLACEHOLDERS.values(), ids=PLACEHOLDERS)
def test_what_only_holds_the_place_is_no_answer(fill: Fill, inner: str) -> None:
    html = f"<form><label>Email <input></label><span id=q>Town</span><div role=combobox aria-required=true aria-labelledby=q tabindex=0>{inner}</div></form>"
    left = fill(html, {}).left

    assert [(one.question.control.wording, one.blocks) for one in left] == [("Email", False), ("Town", True)]


def test_the_arrow_beside_a_combobox_is_no_question(tab: Page) -> None:
    tab.set_content(
        "<form><label for=i>Town</label><div><input id=i role=combobox><button type=button aria-haspopup=listbox>v</button></div></form>"
    )

    assert [control.attribute_id for control in scan(tab).snapshot.controls] == ["i"]
