// What a person can use: what they see, or what stands for it, and what isn't locked.
(({ tree, walk, sight, text }) => {
  const { ELEMENT, all, anyIn, attribute, childrenOf, has, inputType, kindOf, matches, nextOf, ownRole, parentOf, tagOf } = tree;
  const { BUTTON, CONTROL, asks, holding, isControl, labelsOf } = walk;
  const { boxOf, hides, inSight, inertBy, isLaidOut, shown, withheld } = sight;
  const { textIn } = text;
  const NATIVE = /^(input|textarea|select|button)$/;

  const usable = (element) => {  // a styled radio, checkbox or file input is itself invisible: its label stands for it
    if (inSight(element)) return !isForText(element) || hasRoomForText(element) && !isCovered(element);
    const type = inputType(element);
    if (tagOf(element) === "input" && ownRole(element) === "combobox" && !inertBy(element)) return isUnderItsText(element);
    if (!/^(radio|checkbox|file)$/.test(type) || inertBy(element)) return false;
    return labelsOf(element).some(inSight) || (type === "file" ? isInDropZone(element) : isDrawn(element));
  };
  const isForText = (element) => /^(input|textarea)$/.test(tagOf(element)) && !/^(radio|checkbox|file|range|color|button|submit)$/.test(inputType(element))
    && ownRole(element) !== "combobox" && !attribute(element, "aria-autocomplete");  // a list's own input grows with what is typed
  const LEAST_PX = 8;  // less than a letter: nobody is meant to write there
  const hasRoomForText = (element) => boxOf(element).width >= LEAST_PX && boxOf(element).height >= LEAST_PX;
  const isCovered = (element) => {  // by what comes just behind it, up to the next control, is laid over it and lets nothing through
    for (let at = element, up = 0; at && up < 3 && !/^(form|body|main)$/.test(tagOf(at)); at = parentOf(at), up++) {
      for (let other = nextOf(at); other && !asks.has(other) && !holding.has(other); other = nextOf(other)) {
        if (kindOf(other) === ELEMENT && !labelsOf(element).includes(other) && hides(other, element)) return true;
      }
    }
    return false;
  };
  const isUnderItsText = (element) => {  // a list's own input, transparent: what is chosen is drawn in its place
    const wrapper = parentOf(element);
    return isLaidOut(element) && attribute(element, "aria-hidden") !== "true" && !!wrapper && inSight(wrapper);
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
