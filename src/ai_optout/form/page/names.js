// Accessible names, descriptions and error texts by W3C accname 1.2, as Playwright computes them; the steps' letters are accname's.
// One difference is meant: what another control holds is no part of a name (2C), for it would be what a person typed there.
(({ tree, walk, sight, roles }) => {
  const { ELEMENT, TEXT, attribute, byId, childrenOf, clean, firstOf, has, inputType, kindOf, nearest, nextOf, parentNodeOf, remembered,
    rootOf, shadowOf, slotOf, tagOf } = tree;
  const { labelsOf } = walk;
  const { rendered, styleOf } = sight;
  const { roleOf } = roles;
  const UNNAMED = /^(caption|code|definition|deletion|emphasis|generic|insertion|mark|paragraph|presentation|none|strong|subscript|superscript|term|time)$/;
  const FROM_CONTENT = /^(button|cell|checkbox|columnheader|gridcell|heading|link|menuitem|menuitemcheckbox|menuitemradio|option|radio|row|rowheader|switch|tab|tooltip|treeitem)$/;
  const CONTENT_INSIDE = /^(|caption|code|contentinfo|definition|deletion|emphasis|insertion|list|listitem|mark|none|paragraph|presentation|region|row|rowgroup|strong|subscript|superscript|table|term|time)$/;
  const HOLDS_VALUE = /^(textbox|searchbox|combobox|listbox|progressbar|scrollbar|slider|spinbutton|meter|menu)$/;
  const CHOOSE_FILE = "Choose File";  // of a file input without a label, as Playwright has it: the words on Chromium's own button
  const SAYS_PLACEHOLDER = /^(text|password|number|search|tel|email|url)$/;
  const flat = (text) => clean(text.replace(/[\u200b\u00ad]/g, ""));

  // --- 2A: what is hidden
  const ariaHiddenBy = nearest("[aria-hidden=true i]");
  const isSlotted = (element) => {
    const parent = parentNodeOf(element);
    return !parent || kindOf(parent) !== ELEMENT || !shadowOf(parent) || slotOf(element) !== null;
  };
  const isVisible = remembered((element) => {
    if (/^(style|script|noscript|template)$/.test(tagOf(element))) return false;
    const style = styleOf(element);
    if (style.display !== "contents") return tagOf(element) === "option" || rendered(element) && style.visibility === "visible";
    for (let child = firstOf(element); child; child = nextOf(child)) {
      if (kindOf(child) === ELEMENT ? isVisible(child) : kindOf(child) === TEXT && child.data.trim()) return true;
    }
    return tagOf(element) === "slot";
  });
  const isHidden = (element) => !isVisible(element) || ariaHiddenBy(element) !== null || !isSlotted(element);

  // --- 2B, 2D, 2E: the element's own text alternatives. `how` is why it is asked: `for` says for which text it is a part
  // ("self", "content", "label", "reference"), `hidden` that this text lies in what is hidden, `seen` what was asked already.
  const alternative = (element, how) => {
    if (how.seen.has(element)) return "";
    if (!how.hidden && isHidden(element)) return "";
    const referred = how.for === "reference" ? "" : fromIds(element, "aria-labelledby", how.seen);
    if (referred) return referred;
    how.seen.add(element);
    const role = roleOf(element), tag = tagOf(element);
    if (how.for !== "self" && HOLDS_VALUE.test(role) && !referredBy(element, "aria-labelledby").includes(element)) return "";
    const said = attribute(element, "aria-label") || "";
    if (said.trim()) return said;
    const isNothing = /^(presentation|none)$/.test(role);
    const native = isNothing ? undefined : nativeAlternative(element, tag, how);
    if (native !== undefined) return native;
    const inside = how.for === "content" ? CONTENT_INSIDE.test(role) : how.for !== "self";
    if (FROM_CONTENT.test(role) || inside || tag === "summary") {
      const text = contentOf(element, how.for === "self" ? { ...how, for: "content" } : how);
      if (how.for === "self" ? text.trim() : text) return text;
    }
    return isNothing ? "" : attribute(element, "title") || "";
  };
  const nativeAlternative = (element, tag, how) => {  // 2E; undefined where the tag has none
    const title = () => attribute(element, "title") || "", alt = () => clean(attribute(element, "alt"));
    const type = inputType(element);
    if (/^(button|submit|reset)$/.test(type)) return element.value.trim() ? element.value : { submit: "Submit", reset: "Reset" }[type] || title();
    if (/^(input|textarea|select|button|output|meter|progress)$/.test(tag)) {
      const labels = labelsOf(element);
      if (labels.length && how.for !== "reference") return fromLabels(labels, how.seen);  // though it be empty, as Playwright has it
      if (tag === "button") return undefined;
      if (type === "file") return CHOOSE_FILE;
      if (type === "image") return alt() || title() || "Submit";
      const placeholder = SAYS_PLACEHOLDER.test(type) || tag === "textarea" ? attribute(element, "placeholder") : "";
      return title() || placeholder || "";
    }
    if (tag === "img" || tag === "area") return alt() || title();
    if (tag === "svg") return titleIn(element, how);
    const caption = { fieldset: "legend", figure: "figcaption", table: "caption" }[tag];
    const found = caption && [...childrenOf(element)].find((child) => tagOf(child) === caption);
    if (found) return alternative(found, { ...how, for: "reference", hidden: how.hidden || isHidden(found) });
    if (tag === "table") return attribute(element, "summary") || undefined;
    return caption ? title() : undefined;
  };
  const titleIn = (svg, how) => {
    const title = [...childrenOf(svg)].find((child) => tagOf(child) === "title");
    return title ? alternative(title, { ...how, for: "reference", hidden: true }) : undefined;
  };
  const fromLabels = (labels, seen) =>
    labels.map((label) => alternative(label, { seen, for: "label", hidden: isHidden(label) })).filter(Boolean).join(" ");
  const fromIds = (element, name, seen) => referredBy(element, name)
    .map((one) => alternative(one, { seen, for: "reference", hidden: isHidden(one) })).filter(Boolean).join(" ");
  const referredBy = (element, name) => {
    const ids = has(element, name) ? attribute(element, name).split(/\s+/).filter(Boolean) : [];
    return [...new Set(ids.map((id) => byId(rootOf(element), id)).filter(Boolean))];
  };

  // --- 2F: the content
  const contentOf = (element, how) => {
    let out = drawn(element, "::before");
    const add = (node, slotted) => {
      const kind = kindOf(node);
      if (kind !== TEXT && kind !== ELEMENT || !slotted && (kind === TEXT ? node.assignedSlot : slotOf(node))) return;
      const text = kind === TEXT ? node.data : alternative(node, how);
      out += kind === TEXT || styleOf(node).display === "inline" && tagOf(node) !== "br" ? text : ` ${text} `;
    };
    const assigned = tagOf(element) === "slot" ? element.assignedNodes() : [];
    for (const node of assigned) add(node, true);
    if (!assigned.length) {
      for (let child = firstOf(element); child; child = nextOf(child)) add(child, false);
      const shadow = shadowOf(element);
      for (let child = shadow && firstOf(shadow); child; child = nextOf(child)) add(child, false);
      for (const owned of referredBy(element, "aria-owns")) add(owned, false);
    }
    return out + drawn(element, "::after");
  };
  const drawn = (element, part) => {  // what a style sheet writes there: texts and attributes, nothing else
    const style = getComputedStyle(element, part), { content } = style;
    if (!content || content === "none" || content === "normal" || style.display === "none" || style.visibility === "hidden") return "";
    const said = content.replace(/^.*?\s\/\s(?=["'])/, "");  // the alternative text behind the slash
    if (!/^("(?:[^"\\]|\\.)*"\s*)+$/.test(said)) return "";
    const text = said.match(/"(?:[^"\\]|\\.)*"/g).map((one) => one.slice(1, -1).replace(/\\(.)/g, "$1")).join("");
    return style.display === "inline" ? text : ` ${text} `;
  };

  const nameOf = remembered((element) => {  // of what is hidden too: its label may stand for it
    if (UNNAMED.test(roleOf(element))) return "";
    return flat(alternative(element, { seen: new Set(), for: "self", hidden: isHidden(element) })) || clean(attribute(element, "aria-placeholder"));
  });
  const byIds = (element, name) => has(element, name) ? flat(fromIds(element, name, new Set())) : "";
  const descriptionOf = (element) => {
    if (has(element, "aria-describedby")) return byIds(element, "aria-describedby");
    const said = clean(attribute(element, has(element, "aria-description") ? "aria-description" : "title"));
    return said === nameOf(element) ? "" : said;
  };
  return { CHOOSE_FILE, byIds, descriptionOf, nameOf };
})
