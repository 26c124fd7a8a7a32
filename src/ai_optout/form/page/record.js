// What every control's record holds, whatever its kind.
(({ tree, walk, text, roles, names, use, near, place }) => {
  const { all, attribute, clean, getter, inputType, matches, nearest, parentOf, remembered, tagOf } = tree;
  const { holding, keep, labelsOf } = walk;
  const { textIn } = text;
  const { roleOf } = roles;
  const { CHOOSE_FILE, byIds, descriptionOf, nameOf } = names;
  const { NATIVE, isEnabled, usable } = use;
  const { headingBefore, legendOf, nearText, titleOver, untiedLabel } = near;
  const { cssOf, dialogOf, formOf, rowAround } = place;

  const isOn = (element) => element.checked === true || attribute(element, "aria-checked") === "true";
  const isRequired = (element) => element.required === true || attribute(element, "aria-required") === "true";
  const common = (element) => ({
    ref: keep(element),
    css: cssOf(element),
    type: (attribute(element, "type") || "").toLowerCase(),
    role: roleOf(element) || (isEditable(element) ? "textbox" : ""),
    ...named(element),
    description: descriptionOf(element),
    legend: legendOf(element),
    before: (BOX.test(inputType(element)) || labelsOf(element).length ? "" : untiedLabel(element)) || nearText(element, false) || labelAround(element),
    after: "",
    heading: headingBefore.get(element),
    title: titleOver(parentOf(element)),
    placeholder: clean(attribute(element, "placeholder") || attribute(element, "aria-placeholder")),
    autocomplete: clean(attribute(element, "autocomplete")).toLowerCase(),
    inputmode: attribute(element, "inputmode") || "",
    attribute_name: attribute(element, "name") || "",
    attribute_id: attribute(element, "id") || "",
    required: isRequired(element),
    invalid: isInvalid(element),
    error: errorOf(element),
    visible: usable(element),
    enabled: isEnabled(element),
    readonly: element.readOnly === true || attribute(element, "aria-readonly") === "true",
    form: formOf(element),
    dialog: dialogOf(element),
    value: valueOf(element), checked: null, options: [], accept: "", multiple: false, max_length: null, min_length: null, popup: "", hidden: [],
    format: formatOf(element),
  });
  const labelOver = nearest("label");
  const labelAround = (element) => {  // a label that holds several controls names the first alone: "Phone" over code and number
    const label = labelOver(element);
    return label && label.control !== element ? textIn(label) : "";
  };
  const formatOf = (element) => clean([...element.attributes].filter(({ name }) => /format/.test(name)).map(({ value }) => value).join(" ")).slice(0, 80);
  const BOX = /^(checkbox|radio)$/;
  const COMPLAINT = "[role=alert],[class*=error i],[class*=invalid i]";
  const named = (element) => {
    const name = nameOf(element), isButtons = name === CHOOSE_FILE && inputType(element) === "file" && !labelsOf(element).length;
    const alone = isButtons ? clean(attribute(element, "aria-label") || attribute(element, "title")) : withoutComplaints(element, name);
    return { name, name_alone: alone === name ? null : alone };
  };
  const withoutComplaints = (element, name) => {  // what a page writes into a label, or beside it, once it refused an answer
    const own = labelsOf(element), behind = own.filter((label) => !isBefore(label, element));
    if (!name || !own.length || attribute(element, "aria-labelledby") || attribute(element, "aria-label")) return name;
    const said = own.flatMap((label) => [...all(label, COMPLAINT)].filter((one) => !matches(one, "input,select,textarea") && !holding.has(one)));
    if (saysInvalid(element) && behind.length < own.length) said.push(...behind);
    const worded = said.map(textIn).filter((complaint) => /\p{L}/u.test(complaint));  // a star is a mark, whatever its class
    return clean(worded.reduce((left, complaint) => left.replace(complaint, ""), name)) || name;
  };
  const isBefore = (label, element) => (label.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const saysInvalid = (element) => !/^(|false)$/.test((attribute(element, "aria-invalid") || "").trim());
  const isRefused = (element) => NATIVE.test(tagOf(element)) && matches(element, ":user-invalid");  // by the browser, once it was tried
  const isInvalid = (element) => saysInvalid(element) || isRefused(element);
  const errorOf = (element) => {
    if (!isInvalid(element)) return "";
    return byIds(element, "aria-errormessage") || (saysInvalid(element) ? byIds(element, "aria-describedby") : "") || nativeError(element);
  };
  const nativeError = (element) => {  // without what was typed: Chromium quotes an e-mail address, or a half of it
    if (!NATIVE.test(tagOf(element))) return "";
    const typed = [element.value, ...element.value.split("@")].filter((part) => part.length > 1);
    return clean(typed.reduce((message, part) => message.replaceAll(part, "…"), element.validationMessage));
  };
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
  const UNSAID = { visible: true, enabled: true, form: -1, dialog: -1, max_length: null, min_length: null, checked: null, name_alone: null };
  const brief = (record) => {  // without what a `Control` is anyway: most of a page of thousands would be empty texts
    const said = {};
    for (const name in record) {
      const value = record[name];
      if (name in UNSAID ? value !== UNSAID[name] : value !== "" && value !== false && value.length !== 0) said[name] = value;
    }
    return said;
  };
  return { brief, common, errorOf, hiddenBeside, isEditable, isInvalid, isOn, isRequired, option };
})
