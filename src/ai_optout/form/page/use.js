// What a person can use: what they see, or what stands for it, and what isn't locked.
(({ tree, walk, sight, text }) => {
  const { all, anyIn, attribute, childrenOf, has, inputType, matches, parentOf, tagOf } = tree;
  const { BUTTON, CONTROL, isControl, labelsOf } = walk;
  const { inSight, inertBy, shown, withheld } = sight;
  const { textIn } = text;
  const NATIVE = /^(input|textarea|select|button)$/;

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
  return { NATIVE, isEnabled, legendIn, usable };
})
