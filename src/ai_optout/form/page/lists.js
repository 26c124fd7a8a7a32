// A list that the page draws itself: what it is called and what it shows as chosen, in its input, in itself or over its input.
(({ tree, walk, sight, text, roles, names, record }) => {
  const { all, anyIn, attribute, byId, childrenOf, clean, contains, matches, ownRole, parentOf, rootOf, tagOf, textContentOf } = tree;
  const { CONTROL, asks, labelsOf } = walk;
  const { inSight, overlapping } = sight;
  const { textIn, textOf } = text;
  const { nameOf } = names;
  const { hiddenBeside, option } = record;
  const HINT = "[class*=placeholder i],[aria-live],[aria-hidden=true]";

  const isList = (element) => /^(combobox|listbox)$/.test(ownRole(element))
    || attribute(element, "aria-haspopup") === "listbox" && tagOf(element) !== "input"
    || /^(list|both)$/.test(attribute(element, "aria-autocomplete") || "");
  const nameOfDrawn = (element, name) => {  // without what it shows as chosen, which many lists have among their names
    const ids = (attribute(element, "aria-labelledby") || "").split(/\s+/).filter(Boolean);
    const named = ids.map((id) => byId(rootOf(element), id)).filter((one) => one && !contains(element, one) && !contains(one, element));
    if (ids.length) return clean(named.map((one) => nameOf(one) || textIn(one)).join(" ")) || clean(labelsOf(element).map((label) => textOf(label, element)).join(" "));
    return name === textIn(element) ? "" : name;
  };
  const withoutHints = (element) => {  // "Choose …" is no answer where the page says that it only holds the place
    let shown = textIn(element);
    for (const hint of all(element, HINT)) shown = shown.replace(textIn(hint), "");
    return /[\p{L}\p{N}]/u.test(shown) ? clean(shown) : "";
  };
  const chosenIn = (element, isOpen, value) => {
    if (tagOf(element) !== "input") {
      const chosen = isOpen ? [...all(element, "[role=option][aria-selected=true]")] : [];
      if (chosen.length) return chosen.filter((one) => attribute(one, "data-value") !== "").map(textIn).join("\n");
      return withoutHints(element);
    }
    for (let at = parentOf(element), up = 0; !value && at && up < 3; at = parentOf(at), up++) {
      if (anyIn(at, "label,legend") || [...all(at, CONTROL)].some((one) => one !== element && asks.has(one))) break;
      const drawn = [...childrenOf(at)].filter((one) => !contains(one, element) && inSight(one) && !matches(one, HINT) && overlapping(element, one));
      value = clean(drawn.map(withoutHints).join(" "));
    }
    return value;
  };
  const asList = (element, record) => {
    const isOpen = ownRole(element) === "listbox" && attribute(element, "aria-expanded") !== "false";
    record.kind = isOpen ? "listbox" : "combobox";
    record.popup = attribute(element, "aria-controls") || attribute(element, "aria-owns") || "";
    record.hidden = hiddenBeside(element);
    record.readonly = attribute(element, "aria-readonly") === "true";  // a `readonly` input's list sets it
    if (tagOf(element) !== "input" && !isOpen) record.name_alone = nameOfDrawn(element, record.name_alone ?? record.name);
    record.value = chosenIn(element, isOpen, record.value);
    if (ownRole(element) === "listbox") record.options = Array.from(all(element, "[role=option]"),
      (one) => option(one, nameOf(one) || textContentOf(one), attribute(one, "data-value") || "", attribute(one, "aria-selected") === "true"));
  };
  return { asList, isList };
})
