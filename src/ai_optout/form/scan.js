// One pass over a document: every control, button and link as a plain record, beside it the elements themselves.
// Returns {json, elements}: `json` is read once by scan.py, `elements[ref]` is what a record's `ref` points at.
// It looks and never touches: no focus, no scroll, no attribute, no event.
(() => {
  const elements = [];
  const keep = (element) => elements.push(element) - 1;
  const clean = (text) => (text || "").replace(/[\s\u00a0]+/g, " ").trim();
  const CONTROL = "input,textarea,select,[role=textbox],[role=combobox],[role=radio],[role=checkbox],[role=switch],[role=listbox],[contenteditable=''],[contenteditable=true]";
  const BUTTON = "button,[role=button],input[type=submit],input[type=button],input[type=image],summary";
  const BLOCK = /^(address|article|aside|blockquote|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|hr|legend|li|main|nav|ol|p|pre|section|table|tbody|td|th|thead|tr|ul|label)$/;
  const SILENT = /^(script|style|noscript|template|svg|select|textarea|option|head|title|iframe|x-pw-.*)$/;

  // ------------------------------------------------------------------ what a person sees
  const seen = new Map();
  const shown = (element) => {
    if (seen.has(element)) return seen.get(element);
    let result = element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: false });
    if (result) {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      result = box.width > 1 && box.height > 1
        && box.right + scrollX > 0 && box.bottom + scrollY > 0 && box.left + scrollX < Math.max(innerWidth, document.documentElement.scrollWidth) + 1
        && !/^rect\((0(px)?,? ?|1px,? ?){4}\)$/.test(style.clip) && !/^inset\((50|100)%/.test(style.clipPath)
        && !clipped(element, box);
    }
    seen.set(element, result);
    return result;
  };
  const clipped = (element, box) => {  // a parent of no height that hides what overflows
    for (let parent = element.parentElement, depth = 0; parent && depth < 4; parent = parent.parentElement, depth++) {
      const style = getComputedStyle(parent);
      if (style.overflow !== "hidden" && style.overflow !== "clip") continue;
      const around = parent.getBoundingClientRect();
      if (around.width <= 1 || around.height <= 1) return true;
    }
    return false;
  };
  const parentOf = (node) => node.parentElement || (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null);
  const closest = (node, selector) => {
    for (let at = node; at; at = parentOf(at)) if (at.matches && at.matches(selector)) return at;
    return null;
  };
  const withheld = (element) => !!closest(element, "[aria-hidden=true],[inert]");

  // ------------------------------------------------------------------ names (accname, the part that forms use)
  const textOf = (node, without, skipped, between = " ") => {
    let out = "";
    for (const child of node.childNodes || []) {
      if (child === without) continue;
      if (child.nodeType === 3) out += child.data;
      else if (child.nodeType === 1) {
        const tag = child.localName;
        if (SILENT.test(tag) || skipped && child.matches(skipped)) continue;
        if (child.getAttribute("aria-hidden") === "true" || child.hidden) continue;
        if (tag === "img") { out += " " + (child.alt || "") + " "; continue; }
        if (tag === "input") { if (/^(submit|button)$/.test(child.type)) out += " " + child.value + " "; continue; }
        if (tag === "br") { out += " "; continue; }
        if (!child.checkVisibility()) continue;
        const label = child.getAttribute("aria-label");
        const inner = label || textOf(child, without, skipped, between);
        out += BLOCK.test(tag) ? between + inner + between : inner;
      }
    }
    return out;
  };
  const byIds = (element, attribute) => clean((element.getAttribute(attribute) || "").split(/\s+/).filter(Boolean)
    .map((id) => element.getRootNode().getElementById?.(id)).filter(Boolean).map((found) => found.getAttribute("aria-label") || hiddenText(found)).join(" "));
  const hiddenText = (element) => element.checkVisibility() ? textOf(element) : element.textContent;
  const labelsOf = (element) => clean([...(element.labels || [])].map((label) => textOf(label, element)).join(" "));
  const nameOf = (element) => {
    const tag = element.localName;
    let name = byIds(element, "aria-labelledby") || clean(element.getAttribute("aria-label")) || labelsOf(element);
    if (name) return name;
    if (tag === "input" && /^(submit|button|reset)$/.test(element.type)) name = clean(element.value) || (element.type === "submit" ? "Submit" : "");
    else if (tag === "input" && element.type === "image") name = clean(element.alt);
    else if (/^(button|a|summary)$/.test(tag) || /^(button|link|radio|checkbox|switch|option|menuitemradio)$/.test(element.getAttribute("role") || "")) name = clean(textOf(element));
    return name || clean(element.getAttribute("title")) || clean(element.getAttribute("placeholder") || element.getAttribute("aria-placeholder"));
  };

  // ------------------------------------------------------------------ what only stands near
  const isControl = (node) => node.nodeType === 1 && node.matches(CONTROL + "," + BUTTON) && node.type !== "hidden";
  const MEANS_NOTHING = /^[\s*:：.()·•|\-–—✱∗＊]*$/;
  const nearText = (element, forward) => {  // the block of text just before (or after) a control, up to the next control
    const step = forward ? "nextSibling" : "previousSibling", edge = forward ? "firstChild" : "lastChild";
    let at = element, found = [], climbed = 0, looked = 0;
    const say = () => clean((forward ? found : found.reverse()).join(" "));
    while (at && looked++ < 200) {
      let next = at[step];
      if (!next) {
        at = parentOf(at);
        if (!at || at === document.body || /^(form|dialog|body|main)$/.test(at.localName) || at.getAttribute?.("role") === "dialog" || ++climbed > 5) break;
        if (found.length && !MEANS_NOTHING.test(found.join("")) && BLOCK.test(at.localName)) break;
        if (forward && climbed > 1) break;
        continue;
      }
      at = next;
      for (;;) {  // into the far end of what comes before
        if (at.nodeType === 3) {
          if (at.data.trim()) found.push(at.data);
          break;
        }
        if (at.nodeType !== 1 || SILENT.test(at.localName) && !/^(select|textarea)$/.test(at.localName)) break;
        if (isControl(at)) {
          if (element.type === "file" && !found.length && at.matches(BUTTON)) break;  // its own "Choose file" button
          return MEANS_NOTHING.test(found.join("")) ? "" : say();
        }
        if (at.getAttribute("role") === "alert" || at.hidden || !at.checkVisibility()) break;
        if (at.querySelector(CONTROL + "," + BUTTON) === null) {
          const text = textOf(at);
          if (text.trim()) {
            if (found.length && !MEANS_NOTHING.test(found.join("")) && BLOCK.test(at.localName)) return say();
            found.push(text);
          }
          break;
        }
        if (found.length && !MEANS_NOTHING.test(found.join("")) && BLOCK.test(at.localName)) return say();
        if (!at[edge]) break;
        at = at[edge];
      }
      if (found.join("").length > 600) break;
    }
    return MEANS_NOTHING.test(found.join("")) ? "" : say();
  };
  const legendOf = (element) => {
    const group = closest(parentOf(element), "fieldset,[role=radiogroup],[role=group],[aria-labelledby]:not([role=dialog]):not(form):not(main):not(section):not(body)");
    if (!group) return "";
    const legend = group.localName === "fieldset" ? [...group.children].find((child) => child.localName === "legend") : null;
    return byIds(group, "aria-labelledby") || clean(group.getAttribute("aria-label")) || (legend ? clean(textOf(legend)) : "");
  };
  const headingOf = (element) => {  // the last heading before the control, in its own part of the page
    let last = "";
    for (const heading of headings) {
      if (!(heading.element.compareDocumentPosition(element) & 4)) break;
      last = heading.text;
    }
    return last;
  };

  // ------------------------------------------------------------------ where it is
  const cssOf = (element) => {
    const root = element.getRootNode();
    const own = (() => {
      if (element.id && root.querySelectorAll("#" + CSS.escape(element.id)).length === 1) return "#" + CSS.escape(element.id);
      const parts = [];
      for (let at = element; at && at !== root; at = at.parentElement) {
        if (at.id && root.querySelectorAll("#" + CSS.escape(at.id)).length === 1) { parts.unshift("#" + CSS.escape(at.id)); break; }
        const same = at.parentElement ? [...at.parentElement.children] : [...root.children];
        const peers = same.filter((peer) => peer.localName === at.localName);
        parts.unshift(CSS.escape(at.localName) + (peers.length > 1 ? `:nth-of-type(${peers.indexOf(at) + 1})` : ""));
      }
      return parts.join(" > ");
    })();
    return root instanceof ShadowRoot ? [...[].concat(cssOf(root.host)), own] : own;
  };

  // ------------------------------------------------------------------ the walk
  const everything = [];
  const walk = (root) => {
    for (const element of root.querySelectorAll("*")) {
      everything.push(element);
      if (element.shadowRoot && !element.localName.startsWith("x-pw-")) walk(element.shadowRoot);
    }
  };
  walk(document);
  const headings = everything.filter((element) => /^h[1-6]$/.test(element.localName) || element.getAttribute("role") === "heading")
    .filter((element) => element.checkVisibility()).map((element) => ({ element, text: clean(textOf(element)) })).filter((heading) => heading.text);
  const dialogs = everything.filter((element) => element.localName === "dialog" && element.open || /^(dialog|alertdialog)$/.test(element.getAttribute("role") || ""))
    .filter((element) => element.checkVisibility() && !withheld(element) && element.getBoundingClientRect().height > 1);
  const within = (element) => dialogs.findLastIndex((dialog) => { for (let at = element; at; at = parentOf(at)) if (at === dialog) return true; return false; });
  const forms = everything.filter((element) => element.localName === "form" || element.getAttribute("role") === "form");
  const formOf = (element) => { const form = element.form || closest(element, "form,[role=form]"); return form ? forms.indexOf(form) : -1; };
  const rowOf = (element) => closest(parentOf(element), "[id^='SupportFormRow'],fieldset,tr,li,p,[role=group]");

  const usable = (element) => {  // a styled radio, checkbox or file input is itself invisible: its label stands for it
    if (withheld(element) && !/^(radio|checkbox|file)$/.test(element.type)) return false;
    if (shown(element)) return true;
    if (!/^(radio|checkbox|file)$/.test(element.type)) return false;
    if ([...(element.labels || [])].some(shown)) return true;
    const around = parentOf(element);
    return element.type === "file" ? dropZone(element) : !!around && shown(around) && clean(textOf(around)) !== "" && !withheld(around);
  };
  const dropZone = (element) => {
    for (let at = parentOf(element), depth = 0; at && depth < 4; at = parentOf(at), depth++) {
      if (/^(form|body|main)$/.test(at.localName)) return false;
      if (shown(at)) return !withheld(at);
    }
    return false;
  };

  const common = (element) => ({
    ref: keep(element),
    css: cssOf(element),
    tag: element.localName,
    type: (element.getAttribute("type") || "").toLowerCase(),
    role: element.getAttribute("role") || "",
    name: nameOf(element),
    description: byIds(element, "aria-describedby"),
    legend: legendOf(element),
    before: nearText(element, false),
    after: "",
    heading: headingOf(element),
    placeholder: clean(element.getAttribute("placeholder")),
    autocomplete: clean(element.getAttribute("autocomplete")).toLowerCase(),
    inputmode: element.getAttribute("inputmode") || "",
    attribute_name: element.getAttribute("name") || "",
    attribute_id: element.id || "",
    required: element.required === true || element.getAttribute("aria-required") === "true",
    invalid: element.getAttribute("aria-invalid") === "true",
    error: element.getAttribute("aria-invalid") === "true" ? byIds(element, "aria-errormessage") : "",
    visible: usable(element),
    enabled: !element.disabled && element.getAttribute("aria-disabled") !== "true" && !closest(element, "fieldset:disabled"),
    readonly: element.readOnly === true || element.getAttribute("aria-readonly") === "true",
    form: formOf(element),
    dialog: within(element),
    value: "", checked: null, options: [], accept: "", multiple: false, max_length: null, min_length: null, pattern: "", popup: "", hidden: [],
  });
  const option = (element, label, value, selected) => ({ ref: keep(element), css: cssOf(element), label: clean(label), value, selected,
    enabled: !element.disabled && element.getAttribute("aria-disabled") !== "true", visible: element.localName === "option" || usable(element) });

  const controls = [], grouped = new Set();
  const radios = (element, kind) => {  // a group is one question with its options
    const isMate = (other) => kind === "radio" ? other.type === "radio" || other.getAttribute("role") === "radio" : other.type === "checkbox" || other.getAttribute("role") === "checkbox";
    const name = element.getAttribute("name");
    const box = closest(parentOf(element), "[role=radiogroup],fieldset,[role=group]") || rowOf(element) || parentOf(parentOf(element) || element);
    let mates = everything.filter((other) => !grouped.has(other) && isMate(other)
      && (name && element.localName === "input" ? other.getAttribute("name") === name && formOf(other) === formOf(element) : !other.getAttribute("name") && closest(other, "*") && (() => { for (let at = other; at; at = parentOf(at)) if (at === box) return true; return false; })()));
    if (!mates.includes(element)) mates = [element];
    return mates;
  };
  const groupText = (mates) => {  // the question over a group: what stands before its first option, outside of all options
    const first = mates[0];
    let around = parentOf(first);
    while (around && !mates.every((mate) => { for (let at = mate; at; at = parentOf(at)) if (at === around) return true; return false; })) around = parentOf(around);
    const own = first.labels && [...first.labels].find((label) => label.contains(first));
    const from = own || first;
    return { around, before: nearText(from, false) || (around ? nearText(around, false) : "") };
  };
  for (const element of everything) {
    if (grouped.has(element) || !element.matches(CONTROL)) continue;
    const type = element.localName === "input" ? element.type : "", role = element.getAttribute("role") || "";
    if (/^(hidden|submit|button|reset|image)$/.test(type)) continue;
    if (role === "listbox" && (element.localName !== "select") && everything.some((other) => other.getAttribute("role") === "combobox" && (other.getAttribute("aria-controls") || other.getAttribute("aria-owns") || "").split(/\s+/).includes(element.id))) continue;
    if (role === "textbox" && element.querySelector("input,textarea")) continue;
    if (role === "combobox" && element.querySelector("input")) continue;
    const kind = type === "radio" || role === "radio" ? "radio" : type === "checkbox" && role !== "switch" || role === "checkbox" ? "checkbox" : "";
    if (kind) {
      const mates = radios(element, kind);
      if (kind === "radio" || mates.length > 1) {
        mates.forEach((mate) => grouped.add(mate));
        const record = common(mates[0]);
        const { before, around } = groupText(mates);
        const group = closest(around, "[role=radiogroup],fieldset,[role=group]");
        record.kind = kind === "radio" ? "radio" : "checkboxes";
        record.before = before;
        record.legend = record.legend || (around ? byIds(around, "aria-labelledby") || clean(around.getAttribute("aria-label")) : "");
        record.name = record.legend;
        record.description = group ? byIds(group, "aria-describedby") : "";
        record.required = mates.some((mate) => mate.required || mate.getAttribute("aria-required") === "true") || group?.getAttribute("aria-required") === "true";
        record.options = mates.map((mate) => option(mate, nameOf(mate) || nearText(mate, true), mate.getAttribute("value") || "", mate.checked === true || mate.getAttribute("aria-checked") === "true"));
        record.visible = record.options.some((one) => one.visible);
        record.value = record.options.filter((one) => one.selected).map((one) => one.label).join("\n");
        controls.push(record);
        continue;
      }
    }
    const record = common(element);
    record.value = element.value ?? clean(element.textContent);
    if (kind || role === "switch") {
      record.kind = role === "switch" ? "switch" : "checkbox";
      record.checked = element.checked === true || element.getAttribute("aria-checked") === "true";
      record.after = nearText(element, true);
      record.value = record.checked ? "true" : "";
    } else if (element.localName === "select") {
      record.kind = "select";
      record.multiple = element.multiple;
      record.options = [...element.options].map((one) => ({ ref: -1, css: "", label: clean(one.label || one.textContent), value: one.value, selected: one.selected, enabled: !one.disabled, visible: true }));
    } else if (type === "file") {
      record.kind = "file";
      record.accept = element.accept;
      record.multiple = element.multiple;
      record.value = [...element.files].map((file) => `${file.name}\t${file.size}`).join("\n");
    } else if (role === "combobox" || role === "listbox" || /^(list|both)$/.test(element.getAttribute("aria-autocomplete") || "")) {
      record.kind = role === "listbox" ? "listbox" : "combobox";
      record.popup = element.getAttribute("aria-controls") || element.getAttribute("aria-owns") || "";
      if (role === "listbox") record.options = [...element.querySelectorAll("[role=option]")].map((one) => option(one, nameOf(one) || one.textContent, one.getAttribute("data-value") || "", one.getAttribute("aria-selected") === "true"));
      record.hidden = hiddenIn(element);
    } else {
      record.kind = element.localName === "textarea" || element.isContentEditable ? "textarea" : "text";
      record.max_length = element.maxLength > 0 ? element.maxLength : null;
      record.min_length = element.minLength > 0 ? element.minLength : null;
      record.pattern = element.pattern || "";
      record.popup = element.getAttribute("list") || "";
      record.after = nearText(element, true);
      record.hidden = hiddenIn(element);
      if (type === "password") record.value = "";  // never taken out of the page
    }
    controls.push(record);
  }
  function hiddenIn(element) {  // what a typeahead posts beside what it shows
    const row = rowOf(element) || parentOf(element);
    return row ? [...row.querySelectorAll("input[type=hidden]")].map((one) => [one.name, one.value]) : [];
  }

  const buttons = [];
  for (const element of everything) {
    if (!element.matches(BUTTON) || element.matches(CONTROL) && !/^(submit|button|image)$/.test(element.type)) continue;
    buttons.push({ ref: keep(element), name: nameOf(element), type: (element.getAttribute("type") || (element.localName === "button" && element.form ? "submit" : "")).toLowerCase(),
      visible: shown(element) && !withheld(element), enabled: !element.disabled && element.getAttribute("aria-disabled") !== "true", form: formOf(element), dialog: within(element),
      marks: [element.id, element.getAttribute("name"), element.getAttribute("data-testid"), element.getAttribute("data-cookiebanner")].filter(Boolean).join(" ") });
  }
  const blockOf = (element) => { let at = element; while (at && !BLOCK.test(at.localName)) at = parentOf(at); return at; };
  const links = everything.filter((element) => (element.localName === "a" && element.hasAttribute("href") || element.getAttribute("role") === "link") && shown(element) && !withheld(element))
    .map((element) => { const block = blockOf(element); return { ref: keep(element), name: nameOf(element), href: element.href || "", dialog: within(element),
      around: block && block.querySelectorAll("a,[role=link]").length <= 1 ? clean(textOf(block)).slice(0, 400) : "" }; });

  // ------------------------------------------------------------------ what the page says
  const alerts = everything.filter((element) => element.getAttribute("role") === "alert" || element.getAttribute("aria-live") === "assertive")
    .filter((element) => element.checkVisibility()).map((element) => clean(textOf(element))).filter(Boolean);
  const ASIDE = "a[href],button,nav,footer,[role=link],[role=button],[role=navigation],[role=contentinfo]";
  const prose = (document.body ? textOf(document.body, null, ASIDE, "\n") : "").split("\n").map(clean).filter(Boolean).join("\n").slice(0, 40000);
  const said = clean(document.body ? textOf(document.body) : "").slice(0, 40000);
  const json = {
    url: location.href, title: clean(document.title), language: document.documentElement.lang || document.querySelector("meta[http-equiv='content-language' i]")?.content || "",
    ready: document.readyState, headings: headings.map((heading) => heading.text), text: said, prose, alerts,
    dialogs: dialogs.map((dialog) => ({ ref: keep(dialog), name: nameOf(dialog), text: clean(textOf(dialog)).slice(0, 8000), links: [...dialog.querySelectorAll("a[href]")].map((link) => link.getAttribute("href")), marks: [dialog.id, dialog.getAttribute("data-testid"), dialog.getAttribute("data-cookiebanner")].filter(Boolean).join(" ") })),
    forms: forms.map((form) => ({ ref: keep(form), name: nameOf(form), action: form.localName === "form" ? Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, "action").get.call(form) : "", method: (form.getAttribute?.("method") || "").toLowerCase() })),
    controls, buttons, links,
  };
  return { json, elements };
})
