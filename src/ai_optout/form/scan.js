// One pass over a document: every control, button and link as a plain record, beside it the elements themselves.
// Returns {json, elements, place}: `json` is read once by scan.py, `elements[ref]` is what a record's `ref` points at, and
// `place(frame element)` says where a frame lies, whether a person sees it and whether the browser counts it as ours.
// It looks and never touches: no focus, no scroll, no attribute, no event. Whatever is asked once of each control must not
// itself look at every control: it is answered from a map that was made before, or remembered.
(() => {
  const CONTROL = "input,textarea,select,[role=textbox],[role=combobox],[role=radio],[role=checkbox],[role=switch],[role=listbox],[contenteditable=''],[contenteditable=true]";
  const BUTTON = "button,[role=button],input[type=submit],input[type=button],input[type=image],summary";
  const ASIDE = "a[href],button,nav,footer,[role=link],[role=button],[role=navigation],[role=contentinfo]";
  const HEADING = "h1,h2,h3,h4,h5,h6,[role=heading]";
  const BLOCK = new Set(("address article aside blockquote dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr legend "
    + "li main nav ol p pre section table tbody td th thead tr ul label").split(" "));
  const SILENT = /^(script|style|noscript|template|svg|select|textarea|option|head|title|iframe|x-pw-.*)$/;
  const NATIVE = /^(input|textarea|select|button)$/;
  const TEXT = 3, ELEMENT = 1, DOCUMENT = 9, FRAGMENT = 11;

  // ------------------------------------------------------------------ the page's tree
  // Through the prototypes: a form's own properties are hidden by controls of that name (`<input name=children>`).
  const getter = (type, name) => {
    const read = Object.getOwnPropertyDescriptor(type.prototype, name).get;
    return (node) => read.call(node);
  };
  const method = (type, name) => {
    const run = type.prototype[name];
    return (node, ...given) => run.apply(node, given);
  };
  const kindOf = getter(Node, "nodeType"), parentNodeOf = getter(Node, "parentNode"), textContentOf = getter(Node, "textContent");
  const firstOf = getter(Node, "firstChild"), lastOf = getter(Node, "lastChild");
  const nextOf = getter(Node, "nextSibling"), previousOf = getter(Node, "previousSibling"), rootOf = method(Node, "getRootNode");
  const tagOf = getter(Element, "localName"), shadowOf = getter(Element, "shadowRoot"), slotOf = getter(Element, "assignedSlot");
  const childrenOf = getter(Element, "children"), boxOf = method(Element, "getBoundingClientRect");
  const attribute = method(Element, "getAttribute"), has = method(Element, "hasAttribute"), matches = method(Element, "matches");
  const isRendered = method(Element, "checkVisibility");
  const scrolled = ["scrollLeft", "scrollTop", "scrollWidth", "scrollHeight"].map((name) => getter(Element, name));
  const [documentOf, bodyOf, titleOf, readyOf] = ["documentElement", "body", "title", "readyState"].map((name) => getter(Document, name));
  const byType = (name) => {
    const of = { [DOCUMENT]: method(Document, name), [FRAGMENT]: method(DocumentFragment, name), [ELEMENT]: Element.prototype[name] && method(Element, name) };
    return (root, given) => of[kindOf(root)](root, given);
  };
  const all = byType("querySelectorAll"), anyIn = byType("querySelector"), byId = byType("getElementById");

  const html = documentOf(document), body = bodyOf(document);
  const roleOf = (element) => attribute(element, "role") || "";
  const inputType = (element) => tagOf(element) === "input" ? element.type : "";
  const parentOf = (node) => {  // out of a shadow root, to its host
    const parent = parentNodeOf(node);
    if (!parent) return null;
    const kind = kindOf(parent);
    return kind === ELEMENT ? parent : kind === FRAGMENT && parent.host || null;
  };
  const contains = (around, node) => {
    for (let at = node; at; at = parentOf(at)) if (at === around) return true;
    return false;
  };
  const remembered = (find) => {
    const known = new Map();
    return (key) => {
      if (!known.has(key)) known.set(key, find(key));
      return known.get(key);
    };
  };
  const nearest = (selector) => {  // the element itself or the closest around it that matches, or null
    const known = new Map([[null, null]]);
    return (element) => {
      const passed = [];
      let at = element;
      while (!known.has(at) && !matches(at, selector)) {
        passed.push(at);
        at = parentOf(at);
      }
      const found = known.has(at) ? known.get(at) : at;
      for (const below of [...passed, at]) known.set(below, found);
      return found;
    };
  };

  // ------------------------------------------------------------------ the walk
  const clean = (text) => (text || "").replace(/[\s\u00a0]+/g, " ").trim();
  const elements = [];
  const keep = (element) => elements.push(element) - 1;
  const everything = [];  // but the options of selects, which are read with their select
  const walk = (root) => {
    for (const element of all(root, ":not(option,optgroup)")) {
      everything.push(element);
      const shadow = shadowOf(element);
      if (shadow && !tagOf(element).startsWith("x-pw-")) walk(shadow);
    }
  };
  walk(document);
  const matching = (selector) => everything.filter((element) => matches(element, selector));
  const asks = new Set(matching(CONTROL).filter((element) => !/^(hidden|submit|button|reset|image)$/.test(inputType(element))));
  const presses = new Set(matching(BUTTON).filter((element) => !asks.has(element)));
  const isControl = (element) => asks.has(element) || presses.has(element) || inputType(element) === "reset";
  const holding = new Set();  // what a control or button lies in
  for (const element of everything) {
    if (!isControl(element)) continue;
    for (let at = parentNodeOf(element); at && kindOf(at) === ELEMENT && !holding.has(at); at = parentNodeOf(at)) holding.add(at);
  }
  const labels = new Map();  // `labels` of a control looks through the whole page each time
  for (const label of matching("label")) {
    if (label.control) labels.set(label.control, [...(labels.get(label.control) || []), label]);
  }
  const labelsOf = (element) => labels.get(element) || [];

  // ------------------------------------------------------------------ what a person sees
  // Where something can be seen, in the window's coordinates. What hides its overflow cuts what is laid out in it: a part
  // that is positioned is laid out in the nearest positioned one around it (CSS 2.1, 10.1 and 11.1).
  const area = (left, top, right, bottom) => ({ left, top, right, bottom });
  const overlap = (a, b) => area(Math.max(a.left, b.left), Math.max(a.top, b.top), Math.min(a.right, b.right), Math.min(a.bottom, b.bottom));
  const hasRoom = (one) => one.right - one.left > 1 && one.bottom - one.top > 1;
  const NOWHERE = area(0, 0, 0, 0);
  const PAGE = (() => {
    const style = getComputedStyle(html), inner = body && getComputedStyle(body);
    const overflow = style.overflowX === "visible" && inner ? inner.overflowX : style.overflowX;  // CSS Overflow 3, 3.3
    if (/hidden|clip/.test(overflow)) return area(0, -scrollY, innerWidth, Infinity);
    const width = Math.max(innerWidth, html.scrollWidth);
    const left = (inner || style).direction === "rtl" ? innerWidth - width - scrollX : -scrollX;
    return area(left, -scrollY, left + width, Infinity);
  })();
  const GROUND = { flow: PAGE, absolute: PAGE, fixed: area(0, 0, innerWidth, Infinity) };
  const styleOf = remembered((element) => getComputedStyle(element));
  const layoutOf = (style) => style.position === "fixed" || style.position === "absolute" ? style.position : "flow";
  const isOnTop = (element) => (tagOf(element) === "dialog" || has(element, "popover")) && matches(element, ":modal,:popover-open");
  const areasFor = (element) => {
    const outer = isOnTop(element) ? null : slotOf(element) || parentOf(element);
    return outer ? areasIn(outer) : GROUND;
  };
  const areasIn = remembered((element) => {  // where what lies in this element can be seen, by how it is laid out
    const outer = areasFor(element), style = styleOf(element);
    if (element === html || element === body || style.display === "contents") return outer;
    if (isClippedAway(style, () => boxOf(element))) return { flow: NOWHERE, absolute: NOWHERE, fixed: NOWHERE };
    const flow = cut(element, style, outer[layoutOf(style)]);
    const holdsFixed = style.transform !== "none" || style.filter !== "none" || style.perspective !== "none"
      || /paint|layout|strict|content/.test(style.contain) || /transform|filter|perspective/.test(style.willChange);
    return {
      flow,
      absolute: holdsFixed || style.position !== "static" ? flow : outer.absolute,
      fixed: holdsFixed ? flow : outer.fixed,
    };
  });
  const cut = (element, style, own) => {
    const { overflowX: x, overflowY: y } = style;
    if (x === "visible" && y === "visible" || style.display === "inline") return own;
    const box = boxOf(element), seen = overlap(own, box), scrolls = /auto|scroll/;
    if ((scrolls.test(x) || scrolls.test(y)) && !hasRoom(seen)) return NOWHERE;
    const [moved, down, width, height] = scrolled.map((read) => scrolls.test(x) || scrolls.test(y) ? read(element) : 0);
    const reversed = style.flexDirection.endsWith("-reverse");
    const left = style.direction === "rtl" || reversed ? box.right - moved - width : box.left - moved;
    const top = reversed ? box.bottom - down - height : box.top - down;
    const [l, r] = scrolls.test(x) ? [left, left + width] : x === "visible" ? [own.left, own.right] : [seen.left, seen.right];
    const [t, b] = scrolls.test(y) ? [top, top + height] : y === "visible" ? [own.top, own.bottom] : [seen.top, seen.bottom];
    return area(l, t, r, b);
  };
  const isClippedAway = (style, box) => {  // `clip` and `clip-path` that leave nothing
    if (style.clip !== "auto" && layoutOf(style) !== "flow") {
      const [top, right, bottom, left] = style.clip.replace(/^rect\(|\)$/g, "").split(/[\s,]+/).map(parseFloat);
      if (right - left <= 1 || bottom - top <= 1) return true;
    }
    const [, shape, inside] = /^(inset|circle|ellipse|polygon)\((.*?)\)/.exec(style.clipPath) || [];
    if (!shape) return false;
    const { width, height } = box();
    const length = (text, whole) => text.endsWith("%") ? parseFloat(text) / 100 * whole : parseFloat(text);
    if (shape === "inset") {
      const [top, right = top, bottom = top, left = right] = inside.split(" round ")[0].trim().split(/\s+/);
      return length(top, height) + length(bottom, height) >= height - 1 || length(left, width) + length(right, width) >= width - 1;
    }
    if (shape === "polygon") {
      const corners = inside.split(",").map((corner) => corner.trim().split(/\s+/)).filter((corner) => corner.length === 2);
      const spread = (place, whole) => {
        const lengths = corners.map((corner) => length(corner[place], whole));
        return Math.max(...lengths) - Math.min(...lengths);
      };
      return spread(0, width) <= 1 || spread(1, height) <= 1;
    }
    return inside.split(/\bat\b/)[0].trim().split(/\s+/).some((radius) => parseFloat(radius) === 0);
  };
  const shown = remembered((element) => {
    if (!isRendered(element, { opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: false })) return false;
    const box = boxOf(element), style = styleOf(element);
    return hasRoom(box) && hasRoom(overlap(box, areasFor(element)[layoutOf(style)])) && !isClippedAway(style, () => box);
  });
  const rendered = remembered((element) => isRendered(element));
  const withheldBy = nearest("[aria-hidden=true],[inert]"), inertBy = nearest("[inert]");
  const withheld = (element) => withheldBy(element) !== null;
  const inSight = (element) => shown(element) && !withheld(element);

  const usable = (element) => {  // a styled radio, checkbox or file input is itself invisible: its label stands for it
    if (inSight(element)) return true;
    const type = inputType(element);
    if (!/^(radio|checkbox|file)$/.test(type) || inertBy(element)) return false;
    return labelsOf(element).some(inSight) || (type === "file" ? isInDropZone(element) : isDrawn(element));
  };
  const isDrawn = (element) => {  // a wrapper of its own, with words of its own: not just any text of the form
    const wrapper = parentOf(element);
    if (!wrapper || /^(form|body|main|section|article|dialog|fieldset)$/.test(tagOf(wrapper)) || !inSight(wrapper)) return false;
    if (anyIn(wrapper, "p,h1,h2,h3,h4,h5,h6,ul,ol,table,fieldset,form,section")) return false;
    return [...all(wrapper, CONTROL + "," + BUTTON)].every((other) => other === element || !isControl(other)) && textIn(wrapper) !== "";
  };
  const isInDropZone = (element) => {
    for (let at = parentOf(element), depth = 0; at && depth < 4; at = parentOf(at), depth++) {
      if (/^(form|body|main)$/.test(tagOf(at))) return false;
      if (shown(at)) return !withheld(at);
    }
    return false;
  };
  const isEnabled = (element) => {
    if (attribute(element, "aria-disabled") === "true") return false;
    if (NATIVE.test(tagOf(element))) return !matches(element, ":disabled");
    for (let at = element, from = null; at; from = at, at = parentOf(at)) {
      if (tagOf(at) === "fieldset" && has(at, "disabled") && (!from || from !== legendIn(at))) return false;
    }
    return true;
  };
  const legendIn = (fieldset) => [...childrenOf(fieldset)].find((child) => tagOf(child) === "legend");

  // ------------------------------------------------------------------ names (accname, the part that forms use)
  const instead = (element, tag) => {  // what is said in place of what is in the element; undefined: that is
    if (tag === "img") return ` ${element.alt || ""} `;
    if (tag === "input") return /^(submit|button)$/.test(element.type) ? ` ${element.value} ` : "";
    return tag === "br" ? " " : undefined;
  };
  const textOf = (node, without = null, prose = null) => {  // `prose` is given what is no link, button, navigation or footer
    let out = "";
    for (let child = firstOf(node); child; child = nextOf(child)) {
      const kind = kindOf(child);
      if (kind === TEXT) {
        out += child.data;
        prose?.push(child.data.replace(/\s+/g, " "));
      }
      if (kind !== ELEMENT || child === without) continue;
      const tag = tagOf(child);
      if (SILENT.test(tag) || attribute(child, "aria-hidden") === "true") continue;
      const inProse = prose && matches(child, ASIDE) ? null : prose, edge = BLOCK.has(tag);
      let inner = instead(child, tag);
      if (inner === undefined) {
        if (!rendered(child)) continue;
        inner = attribute(child, "aria-label") || undefined;
      }
      if (edge) prose?.push("\n");
      if (inner === undefined) inner = textOf(child, without, inProse);
      else inProse?.push(inner);
      if (edge) prose?.push("\n");
      out += edge ? ` ${inner} ` : inner;
    }
    return out;
  };
  const textIn = remembered((element) => clean(textOf(element)));
  const said = remembered((element) => attribute(element, "aria-label") || (rendered(element) ? textIn(element) : textContentOf(element)));
  const byIds = (element, name) => {
    const ids = (attribute(element, name) || "").split(/\s+/).filter(Boolean);
    if (!ids.length) return "";
    const root = rootOf(element);
    return clean(ids.map((id) => byId(root, id)).filter(Boolean).map(said).join(" "));
  };
  const nameOf = (element) => {
    const tag = tagOf(element), type = inputType(element);
    const tied = byIds(element, "aria-labelledby") || clean(attribute(element, "aria-label"))
      || clean(labelsOf(element).map((label) => textOf(label, element)).join(" "));
    if (tied) return tied;
    let own = "";
    if (/^(submit|button|reset)$/.test(type)) own = clean(element.value) || (type === "submit" ? "Submit" : "");
    else if (type === "image") own = clean(element.alt);
    else if (/^(button|a|summary)$/.test(tag) || /^(button|link|radio|checkbox|switch|option|menuitemradio)$/.test(roleOf(element))) own = textIn(element);
    return own || clean(attribute(element, "title")) || clean(attribute(element, "placeholder") || attribute(element, "aria-placeholder"));
  };

  // ------------------------------------------------------------------ what only stands near
  const MEANS_NOTHING = /^[\s*:：.()·•|\-–—✱∗＊]*$/;
  const isEdge = (element) => element === body || /^(form|dialog|body|main)$/.test(tagOf(element)) || roleOf(element) === "dialog";
  const nearText = (element, forward) => {  // the block of text just before (or after) a control, up to the next control
    const beside = forward ? nextOf : previousOf, farEnd = forward ? firstOf : lastOf, found = [];
    const meant = () => !MEANS_NOTHING.test(found.join(""));
    const ends = (node) => BLOCK.has(tagOf(node)) && meant();
    const say = () => meant() ? clean((forward ? found : found.reverse()).join(" ")) : "";
    const take = (text) => { if (text.trim()) found.push(text); };
    let at = element, climbed = 0;
    for (let looked = 0; looked < 200 && found.join("").length <= 600; looked++) {
      const next = beside(at);
      if (!next) {
        at = parentOf(at);
        if (!at || isEdge(at) || ++climbed > 5 || ends(at) || forward && climbed > 1) break;
        continue;
      }
      for (at = next; at; at = farEnd(at)) {  // into the far end of what stands beside
        const kind = kindOf(at);
        if (kind === TEXT) take(at.data);
        if (kind !== ELEMENT) break;
        if (isControl(at)) {
          if (inputType(element) === "file" && !found.length && presses.has(at)) break;  // its own "Choose file" button
          return say();
        }
        if (SILENT.test(tagOf(at)) || roleOf(at) === "alert" || !rendered(at)) break;
        if (!holding.has(at)) {
          const text = textIn(at);
          if (text && ends(at)) return say();
          take(text);
          break;
        }
        if (ends(at)) return say();
        if (!farEnd(at)) break;
      }
    }
    return say();
  };
  const legendGroup = nearest("fieldset,[role=radiogroup],[role=group],[aria-labelledby]:not([role=dialog]):not(form):not(main):not(section):not(body)");
  const groupName = remembered((group) => {
    const legend = tagOf(group) === "fieldset" ? legendIn(group) : null;
    return byIds(group, "aria-labelledby") || clean(attribute(group, "aria-label")) || (legend ? textIn(legend) : "");
  });
  const legendOf = (element) => {
    const group = legendGroup(parentOf(element));
    return group ? groupName(group) : "";
  };
  const headings = [], headingBefore = new Map();
  for (const element of everything) {
    if (asks.has(element)) headingBefore.set(element, headings.at(-1) || "");
    if (matches(element, HEADING) && rendered(element) && textIn(element)) headings.push(textIn(element));
  }

  // ------------------------------------------------------------------ where it is
  const isQuirky = getter(Document, "compatMode")(document) === "BackCompat";  // there #A selects what has the id "a", too (HTML, 4.16.2)
  const folded = (id) => isQuirky ? id.toLowerCase() : id;
  const idCounts = remembered((root) => {
    const counts = new Map();
    for (const element of all(root, "[id]")) {
      const id = folded(attribute(element, "id"));
      counts.set(id, (counts.get(id) || 0) + 1);
    }
    return counts;
  });
  const ofType = new Map();  // each element's part of a selector: its name, with its place where it has peers
  const partOf = (element) => {
    if (!ofType.has(element)) {
      const peers = Map.groupBy(siblingsOf(element), tagOf);
      for (const [tag, alike] of peers) {
        alike.forEach((peer, place) => ofType.set(peer, CSS.escape(tag) + (alike.length > 1 ? `:nth-of-type(${place + 1})` : "")));
      }
    }
    return ofType.get(element);
  };
  const siblingsOf = (element) => {
    const siblings = [];
    for (let at = firstOf(parentNodeOf(element)); at; at = nextOf(at)) if (kindOf(at) === ELEMENT) siblings.push(at);
    return siblings;
  };
  const pathOf = remembered((element) => {
    const id = attribute(element, "id");
    if (id && idCounts(rootOf(element)).get(folded(id)) === 1) return "#" + CSS.escape(id);
    const parent = parentNodeOf(element);
    if (kindOf(parent) === ELEMENT) return pathOf(parent) + " > " + partOf(element);
    const part = partOf(element);  // of a shadow root's own child: one deeper in it may be alike
    return all(parent, part).length > 1 ? part + ":not(* > *)" : part;
  });
  const cssOf = (element) => {  // from the outside in, a selector for each shadow root and one in it
    const root = rootOf(element);
    return kindOf(root) === FRAGMENT ? [...cssOf(root.host), pathOf(element)] : [pathOf(element)];
  };

  const numbered = (list) => new Map(list.map((element, place) => [element, place]));
  const dialogs = matching("dialog[open],[role=dialog],[role=alertdialog]").filter((element) => rendered(element) && !withheld(element) && boxOf(element).height > 1);
  const dialogPlaces = numbered(dialogs);
  const dialogOf = remembered((element) => dialogPlaces.get(element) ?? (parentOf(element) ? dialogOf(parentOf(element)) : -1));
  const forms = matching("form,[role=form]"), formPlaces = numbered(forms), formAround = nearest("form,[role=form]");
  const formOf = (element) => formPlaces.get(NATIVE.test(tagOf(element)) && element.form || formAround(element)) ?? -1;
  const rowAround = nearest("[id^='SupportFormRow'],fieldset,tr,li,p,[role=group]"), groupAround = nearest("[role=radiogroup],fieldset,[role=group]");
  const marksOf = (element, names) => names.map((name) => attribute(element, name)).filter(Boolean).join(" ");

  // ------------------------------------------------------------------ controls
  const isOn = (element) => element.checked === true || attribute(element, "aria-checked") === "true";
  const isRequired = (element) => element.required === true || attribute(element, "aria-required") === "true";
  const common = (element) => ({
    ref: keep(element),
    css: cssOf(element),
    type: (attribute(element, "type") || "").toLowerCase(),
    role: roleOf(element),
    name: nameOf(element),
    description: byIds(element, "aria-describedby"),
    legend: legendOf(element),
    before: nearText(element, false),
    after: "",
    heading: headingBefore.get(element),
    placeholder: clean(attribute(element, "placeholder")),
    autocomplete: clean(attribute(element, "autocomplete")).toLowerCase(),
    inputmode: attribute(element, "inputmode") || "",
    attribute_name: attribute(element, "name") || "",
    attribute_id: attribute(element, "id") || "",
    required: isRequired(element),
    invalid: attribute(element, "aria-invalid") === "true",
    error: attribute(element, "aria-invalid") === "true" ? byIds(element, "aria-errormessage") : "",
    visible: usable(element),
    enabled: isEnabled(element),
    readonly: element.readOnly === true || attribute(element, "aria-readonly") === "true",
    form: formOf(element),
    dialog: dialogOf(element),
    value: valueOf(element), checked: null, options: [], accept: "", multiple: false, max_length: null, min_length: null, popup: "", hidden: [],
  });
  const isEditable = (element) => element instanceof HTMLElement && getter(HTMLElement, "isContentEditable")(element);
  const valueOf = (element) => {
    if (inputType(element) === "password") return "";  // never taken out of the page
    if (/^(input|textarea|select)$/.test(tagOf(element))) return element.value;
    return isEditable(element) ? getter(HTMLElement, "innerText")(element).replace(/\u00a0/g, " ").trim() : textIn(element);
  };
  const option = (element, label, value, selected) => ({
    ref: keep(element), css: cssOf(element), label: clean(label), value, selected, enabled: isEnabled(element), visible: usable(element),
  });
  const hiddenIn = remembered((row) => [...all(row, "input[type=hidden]")].map((input) => [input.name, input.value]));
  const hiddenBeside = (element) => {  // what a typeahead posts beside what it shows
    const row = rowAround(parentOf(element)) || parentOf(element);
    return row ? hiddenIn(row) : [];
  };

  // --- a group of radios or boxes is one question with its options
  const boxKind = (element) => {
    const type = inputType(element), role = roleOf(element);
    if (type === "radio" || role === "radio") return "radio";
    return type === "checkbox" && role !== "switch" || role === "checkbox" ? "checkbox" : "";
  };
  const isNamed = (element) => tagOf(element) === "input" && !!element.name;
  const groupKey = (element, kind) => JSON.stringify([kind, formOf(element), element.name]);
  const named = new Map(), loose = { radio: [], checkbox: [] }, loosePlaces = new Map();
  for (const element of asks) {
    const kind = boxKind(element);
    if (!kind) continue;
    if (isNamed(element)) {
      const key = groupKey(element, kind);
      if (named.has(key)) named.get(key).push(element); else named.set(key, [element]);
    } else loosePlaces.set(element, loose[kind].push(element) - 1);
  }
  const grouped = new Set();
  const matesOf = (element, kind) => {
    if (isNamed(element)) return named.get(groupKey(element, kind));
    const parent = parentOf(element), box = groupAround(parent) || rowAround(parent) || parentOf(parent) || parent, mates = [];
    for (let place = loosePlaces.get(element); place < loose[kind].length && contains(box, loose[kind][place]); place++) {
      if (!grouped.has(loose[kind][place])) mates.push(loose[kind][place]);
    }
    return mates;
  };
  const groupRecord = (mates, kind) => {
    const [first] = mates, record = common(first);
    let around = parentOf(first);
    for (const mate of mates) while (around && !contains(around, mate)) around = parentOf(around);
    const group = around && groupAround(around);
    const start = labelsOf(first).find((label) => contains(label, first)) || first;
    record.kind = kind === "radio" ? "radio" : "checkboxes";
    record.before = nearText(start, false) || (around ? nearText(around, false) : "");
    record.legend = record.legend || (around ? byIds(around, "aria-labelledby") || clean(attribute(around, "aria-label")) : "");
    record.name = record.legend;
    record.description = group ? byIds(group, "aria-describedby") : "";
    record.required = mates.some(isRequired) || !!group && attribute(group, "aria-required") === "true";
    record.options = mates.map((mate) => option(mate, nameOf(mate) || nearText(mate, true), attribute(mate, "value") || "", isOn(mate)));
    record.visible = record.options.some((one) => one.visible);
    record.value = record.options.filter((one) => one.selected).map((one) => one.label).join("\n");
    return record;
  };

  // --- each kind of a single control
  const asBox = (element, record) => {
    record.kind = roleOf(element) === "switch" ? "switch" : "checkbox";
    record.checked = isOn(element);
    record.after = nearText(element, true);
    record.value = record.checked ? "true" : "";
  };
  const asSelect = (element, record) => {
    record.kind = "select";
    record.multiple = element.multiple;
    record.options = Array.from(element.options, (one) => ({
      ref: -1, css: [], label: clean(one.label || one.textContent), value: one.value, selected: one.selected, enabled: !one.matches(":disabled"), visible: true,
    }));
  };
  const asFile = (element, record) => {
    record.kind = "file";
    record.accept = element.accept;
    record.multiple = element.multiple;
    record.value = Array.from(element.files, (file) => `${file.name}\t${file.size}`).join("\n");
  };
  const asList = (element, record) => {
    const isOpen = roleOf(element) === "listbox";
    record.kind = isOpen ? "listbox" : "combobox";
    record.popup = attribute(element, "aria-controls") || attribute(element, "aria-owns") || "";
    record.hidden = hiddenBeside(element);
    if (isOpen) record.options = Array.from(all(element, "[role=option]"),
      (one) => option(one, nameOf(one) || textContentOf(one), attribute(one, "data-value") || "", attribute(one, "aria-selected") === "true"));
  };
  const asText = (element, record) => {
    record.kind = tagOf(element) === "textarea" || isEditable(element) ? "textarea" : "text";
    record.max_length = element.maxLength > 0 ? element.maxLength : null;
    record.min_length = element.minLength > 0 ? element.minLength : null;
    record.popup = attribute(element, "list") || "";
    record.after = nearText(element, true);
    record.hidden = hiddenBeside(element);
  };
  const singleRecord = (element) => {
    const record = common(element), role = roleOf(element);
    const isList = /^(combobox|listbox)$/.test(role) || /^(list|both)$/.test(attribute(element, "aria-autocomplete") || "");
    if (boxKind(element) || role === "switch") asBox(element, record);
    else if (tagOf(element) === "select") asSelect(element, record);
    else if (inputType(element) === "file") asFile(element, record);
    else if (isList) asList(element, record);
    else asText(element, record);
    return record;
  };
  const popups = new Set(matching("[role=combobox]").flatMap((element) => (attribute(element, "aria-controls") || attribute(element, "aria-owns") || "").split(/\s+/)));
  const isPartOfAnother = (element) => {  // a combobox's list; what is only drawn around the input itself
    const role = roleOf(element), id = attribute(element, "id");
    return role === "listbox" && tagOf(element) !== "select" && !!id && popups.has(id)
      || role === "textbox" && !!anyIn(element, "input,textarea") || role === "combobox" && !!anyIn(element, "input");
  };
  const controls = [];
  for (const element of asks) {
    if (grouped.has(element) || isPartOfAnother(element)) continue;
    const kind = boxKind(element), mates = kind ? matesOf(element, kind) : [];
    if (kind === "radio" || mates.length > 1) {
      mates.forEach((mate) => grouped.add(mate));
      controls.push(groupRecord(mates, kind));
    } else controls.push(singleRecord(element));
  }

  // ------------------------------------------------------------------ buttons and links
  const buttons = [...presses].map((element) => ({
    ref: keep(element), name: nameOf(element),
    type: (attribute(element, "type") || (tagOf(element) === "button" && element.form ? "submit" : "")).toLowerCase(),
    visible: inSight(element), enabled: isEnabled(element), form: formOf(element), dialog: dialogOf(element),
    marks: marksOf(element, ["id", "name", "data-testid", "data-cookiebanner"]),
  }));
  const blockAround = nearest([...BLOCK].join(","));
  const hasOneLink = remembered((block) => all(block, "a,[role=link]").length <= 1);
  const links = matching("a[href],[role=link]").filter(inSight).map((element) => {
    const block = blockAround(element), address = element.href;
    return {
      ref: keep(element), name: nameOf(element), href: typeof address === "string" ? address : attribute(element, "href") || "", dialog: dialogOf(element),
      around: block && hasOneLink(block) ? textIn(block).slice(0, 400) : "",
    };
  });

  // ------------------------------------------------------------------ what the page says
  const prose = [], text = clean(body ? textOf(body, null, prose) : "");
  const record = {
    url: location.href, title: clean(titleOf(document)), ready: readyOf(document),
    language: html.lang || anyIn(document, "meta[http-equiv='content-language' i]")?.content || "",
    headings, text: text.slice(0, 40000), prose: prose.join("").split("\n").map(clean).filter(Boolean).join("\n").slice(0, 40000),
    alerts: matching("[role=alert],[aria-live=assertive]").filter(rendered).map(textIn).filter(Boolean),
    dialogs: dialogs.map((dialog) => ({
      ref: keep(dialog), name: nameOf(dialog), text: textIn(dialog).slice(0, 8000), links: Array.from(all(dialog, "a[href]"), (link) => attribute(link, "href")),
      marks: marksOf(dialog, ["id", "data-testid", "data-cookiebanner"]),
    })),
    forms: forms.map((form) => ({
      ref: keep(form), name: nameOf(form), action: tagOf(form) === "form" ? getter(HTMLFormElement, "action")(form) : "",
      method: (attribute(form, "method") || "").toLowerCase(),
    })),
    controls, buttons, links,
  };
  const place = (frame) => ({ css: cssOf(frame), visible: inSight(frame), ours: frame.contentDocument !== null });
  // As one string: Playwright's own way takes longer than the look. Not where the page has changed what JSON is (Prototype.js).
  const isPlain = ![Object, Array, String, Number, Boolean].some((type) => "toJSON" in type.prototype);
  const json = isPlain ? JSON.stringify(record, (_, value) => typeof value === "string" ? value.toWellFormed() : value) : record;
  return { json, elements, place };
})
