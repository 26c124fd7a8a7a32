// The controls of the page in its order, each as its kind is answered.
(({ tree, walk, text, near, record, groups, lists: { asList, isList } }) => {
  const { anyIn, attribute, clean, inputType, matches, nearest, ownRole, parentOf, tagOf } = tree;
  const { asks, isDropZone, matching } = walk;
  const { textIn } = text;
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
  const asDropZone = (element, record) => {
    record.kind = "file";
    record.multiple = true;
    record.name = record.name || textIn(element);
    record.after = clean(element.innerText);  // where it lists what it was given
  };
  const asText = (element, record) => {
    record.kind = tagOf(element) === "textarea" || isEditable(element) ? "textarea" : "text";
    record.max_length = element.maxLength > 0 ? element.maxLength : null;
    record.min_length = element.minLength > 0 ? element.minLength : null;
    record.popup = attribute(element, "list") || "";
    record.after = nearText(element, true, true);  // the next line is the next question's
    record.hidden = hiddenBeside(element);
  };
  const singleRecord = (element) => {
    const record = common(element), role = ownRole(element);
    if (boxKind(element) || role === "switch") asBox(element, record);
    else if (tagOf(element) === "select") asSelect(element, record);
    else if (inputType(element) === "file") asFile(element, record);
    else if (isDropZone(element)) asDropZone(element, record);
    else if (isList(element)) asList(element, record);
    else asText(element, record);
    return record;
  };
  const popupOf = (element) => attribute(element, "aria-controls") || attribute(element, "aria-owns") || "";
  const popups = new Set(matching("[role=combobox]").flatMap((element) => popupOf(element).split(/\s+/)));
  const comboboxAround = nearest("[role=combobox]");
  const isPartOfAnother = (element) => {  // a combobox's list, what it shows of its value; what is only drawn around the input itself
    const role = ownRole(element), id = attribute(element, "id");
    if (role === "textbox" && attribute(element, "aria-readonly") === "true" && comboboxAround(parentOf(element))) return true;
    return role === "listbox" && tagOf(element) !== "select" && !!id && popups.has(id)
      || role === "textbox" && !!anyIn(element, "input,textarea") || role === "combobox" && !!anyIn(element, "input");
  };
  const records = [];
  for (const element of asks) {
    if (grouped.has(element) || isPartOfAnother(element)) continue;
    const kind = boxKind(element), mates = kind ? matesOf(element, kind) : [];
    if (kind === "radio" || mates.length > 1) {
      mates.forEach((mate) => grouped.add(mate));
      records.push(groupRecord(mates, kind));
    } else records.push(singleRecord(element));
  }
  records.forEach((one, place) => {  // the words behind a box are no words before the next question
    const last = records[place - 1], own = last && (last.options.at(-1)?.label || last.after);
    if (own && /^(radio|checkbox|checkboxes|switch)$/.test(last.kind) && one.before.startsWith(own)) one.before = clean(one.before.slice(own.length));
  });
  return { controls: records.map(brief), lists };
})
