// A group of radios or boxes is one question with its options: those of one name in one form, or those that lie in one group.
(({ tree, walk, names, near, place, record: { common, errorOf, isInvalid, isOn, isRequired, option } }) => {
  const { all, attribute, clean, contains, inputType, ownRole, parentOf, tagOf } = tree;
  const { CONTROL, asks, labelsOf } = walk;
  const { byIds, descriptionOf, nameOf } = names;
  const { legendGroup, nearText } = near;
  const { formOf, groupAround, rowAround } = place;

  const boxKind = (element) => {
    const type = inputType(element), role = ownRole(element);
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
      const mate = loose[kind][place];
      if (!grouped.has(mate) && groupAround(parentOf(mate)) === groupAround(parent)) mates.push(mate);
    }
    return mates;
  };
  const isOnlyGroupIn = (first, mates) => {  // else the legend names more than this question
    const group = legendGroup(parentOf(first));
    return !group || [...all(group, CONTROL)].every((one) => mates.includes(one) || !asks.has(one) || !contains(group, one));
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
    record.name = isOnlyGroupIn(first, mates) ? record.legend : "";
    record.name_alone = null;
    record.role = kind === "radio" ? "radiogroup" : "group";
    record.description = group ? descriptionOf(group) : "";
    const wrong = [...mates, ...(group ? [group] : [])].find(isInvalid);
    record.invalid = wrong !== undefined;
    record.error = wrong ? errorOf(wrong) : "";
    record.required = mates.some(isRequired) || !!group && attribute(group, "aria-required") === "true";
    record.options = mates.map((mate) => option(mate, nameOf(mate) || nearText(mate, true), attribute(mate, "value") || "", isOn(mate)));
    record.visible = record.options.some((one) => one.visible);
    record.value = record.options.filter((one) => one.selected).map((one) => one.label).join("\n");
    return record;
  };
  return { boxKind, groupRecord, grouped, matesOf };
})
