// The controls of the page in its order, each as its kind is answered.
(({ tree, walk, names, near, record, groups }) => {
  const { all, anyIn, attribute, clean, inputType, matches, ownRole, tagOf, textContentOf } = tree;
  const { asks, matching } = walk;
  const { nameOf } = names;
  const { nearText } = near;
  const { brief, common, hiddenBeside, isEditable, isOn, option } = record;
  const { boxKind, groupRecord, grouped, matesOf } = groups;

  const asBox = (element, record) => {
    record.kind = ownRole(element) === "switch" ? "switch" : "checkbox";
    record.checked = isOn(element);
    record.after = nearText(element, true);
    record.value = record.checked ? "true" : "";
  };
  const lists = [], listPlaces = new Map();  // many selects of a page have the same options: each list is told once
  const listOf = (options) => {
    const key = JSON.stringify(options);
    if (!listPlaces.has(key)) listPlaces.set(key, lists.push(options) - 1);
    return listPlaces.get(key);
  };
  const asSelect = (element, record) => {
    record.kind = "select";
    record.multiple = element.multiple;
    const options = [...element.options];
    record.list = listOf(options.map((one) => [clean(one.label || one.textContent), one.value, !one.matches(":disabled")]));
    record.chosen = options.flatMap((one, place) => one.selected ? [place] : []);
  };
  const asFile = (element, record) => {
    record.kind = "file";
    record.accept = element.accept;
    record.multiple = element.multiple;
    record.value = Array.from(element.files, (file) => `${file.name}\t${file.size}`).join("\n");
  };
  const asList = (element, record) => {
    const isOpen = ownRole(element) === "listbox";
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
    const record = common(element), role = ownRole(element);
    const isList = /^(combobox|listbox)$/.test(role) || /^(list|both)$/.test(attribute(element, "aria-autocomplete") || "");
    if (boxKind(element) || role === "switch") asBox(element, record);
    else if (tagOf(element) === "select") asSelect(element, record);
    else if (inputType(element) === "file") asFile(element, record);
    else if (isList) asList(element, record);
    else asText(element, record);
    return record;
  };
  const popupOf = (element) => attribute(element, "aria-controls") || attribute(element, "aria-owns") || "";
  const popups = new Set(matching("[role=combobox]").flatMap((element) => popupOf(element).split(/\s+/)));
  const isPartOfAnother = (element) => {  // a combobox's list; what is only drawn around the input itself
    const role = ownRole(element), id = attribute(element, "id");
    return role === "listbox" && tagOf(element) !== "select" && !!id && popups.has(id)
      || role === "textbox" && !!anyIn(element, "input,textarea") || role === "combobox" && !!anyIn(element, "input");
  };
  const controls = [];
  for (const element of asks) {
    if (grouped.has(element) || isPartOfAnother(element)) continue;
    const kind = boxKind(element), mates = kind ? matesOf(element, kind) : [];
    if (kind === "radio" || mates.length > 1) {
      mates.forEach((mate) => grouped.add(mate));
      controls.push(brief(groupRecord(mates, kind)));
    } else controls.push(brief(singleRecord(element)));
  }
  return { controls, lists };
})
