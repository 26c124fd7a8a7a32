// The one walk through the document and its open shadow roots: what asks, what can be pressed, what they lie in, their labels.
(({ tree }) => {
  const { ELEMENT, all, inputType, kindOf, matches, parentNodeOf, shadowOf, tagOf } = tree;
  const CONTROL = "input,textarea,select,[role=textbox],[role=combobox],[role=radio],[role=checkbox],[role=switch],[role=listbox],"
    + "[contenteditable=''],[contenteditable=true]";
  const BUTTON = "button,[role=button],input[type=submit],input[type=button],input[type=image],summary";

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
    const { control } = label;
    if (labels.has(control)) labels.get(control).push(label);
    else if (control) labels.set(control, [label]);
  }
  const labelsOf = (element) => labels.get(element) || [];
  return { CONTROL, BUTTON, elements, keep, everything, matching, asks, presses, isControl, holding, labelsOf };
})
