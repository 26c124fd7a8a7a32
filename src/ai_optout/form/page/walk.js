// The one walk through the document and its open shadow roots: what asks, what can be pressed, what they lie in, their labels.
(({ tree }) => {
  const { ELEMENT, all, anyIn, attribute, getter, inputType, kindOf, matches, ownRole, parentNodeOf, parentOf, shadowOf, tagOf } = tree;
  const CONTROL = "input,textarea,select,[role=textbox],[role=combobox],[role=radio],[role=checkbox],[role=switch],[role=listbox],"
    + "[contenteditable=''],[contenteditable=true],button[aria-haspopup=listbox],[role=button][aria-haspopup=listbox]";
  const ZONE = "[data-dropzone],[class*=dropzone i],[class*=drop-zone i],[class*=drop_zone i],[class*=droparea i],[class*=drop-area i],"
    + "[class*=filedrop i],[class*=file-drop i],[id*=dropzone i],[id*=drop-zone i]";
  const PLAIN = /^(div|span|p|button|a|td|li)$/;
  const BUTTON = "button,[role=button],input[type=submit],input[type=button],input[type=image],summary";

  const ondrop = (element) => element instanceof HTMLElement ? dropHandler(element) : null, dropHandler = getter(HTMLElement, "ondrop");
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
  const opensAnothers = (element) => {  // the arrow beside a combobox, which opens the combobox's list
    if (attribute(element, "aria-haspopup") !== "listbox" || !/^(button|)$/.test(ownRole(element)) || tagOf(element) === "input") return false;
    return !!anyIn(parentOf(parentOf(element) || element) || element, "[role=combobox],input[aria-autocomplete]");
  };
  const isNoField = (element) => /^(hidden|submit|button|reset|image)$/.test(inputType(element));
  const matching = (selector) => everything.filter((element) => matches(element, selector));
  const FIELD = "input,textarea,select,[contenteditable]";
  const takesDrops = (element) => matches(element, ZONE) || typeof ondrop(element) === "function";
  const isDropZone = (element) => {  // one without a field of its own, or beside it: that would be the control
    if (!takesDrops(element) || !PLAIN.test(tagOf(element)) || anyIn(element, FIELD)) return false;
    const around = parentOf(element), further = around && parentOf(around), own = [around, further].filter((one) => one && PLAIN.test(tagOf(one)));
    return !own.some((one) => anyIn(one, "input[type=file]")) && ![...all(element, "*")].some(takesDrops);
  };
  const asks = new Set(everything.filter((element) => matches(element, CONTROL) ? !isNoField(element) && !opensAnothers(element) : isDropZone(element)));
  const presses = new Set(matching(BUTTON).filter((element) => !asks.has(element)));
  const isControl = (element) => asks.has(element) || presses.has(element) || inputType(element) === "reset";
  const holding = new Set();  // what a control or button lies in
  for (const element of everything) {
    if (!isControl(element)) continue;
    for (let at = parentNodeOf(element); at && kindOf(at) === ELEMENT && !holding.has(at); at = parentNodeOf(at)) holding.add(at);
  }
  const labels = new Map();  // `labels` of a control looks through the whole page each time
  for (const label of matching("label")) {
    const { control } = label;
    if (labels.has(control)) labels.get(control).push(label);
    else if (control) labels.set(control, [label]);
  }
  const labelsOf = (element) => labels.get(element) || [];
  return { CONTROL, BUTTON, elements, keep, everything, matching, asks, presses, isControl, isDropZone, holding, labelsOf };
})
