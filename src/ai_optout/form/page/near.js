// What no label ties to a control and still may be its question: the text before and after it, the group's legend, the heading.
(({ tree, walk, sight, text, names, use }) => {
  const { ELEMENT, TEXT, all, attribute, body, clean, firstOf, inputType, kindOf, lastOf, matches, nearest, nextOf, ownRole, parentOf,
    previousOf, remembered, tagOf } = tree;
  const { asks, everything, holding, isControl, presses } = walk;
  const { inSight, rendered, withheld } = sight;
  const { BLOCK, SILENT, textIn } = text;
  const { byIds, nameOf } = names;
  const { legendIn } = use;
  const HEADING = "h1,h2,h3,h4,h5,h6,[role=heading]";

  const asking = new Map(), firstAsked = new Map();  // how many controls an element holds, and the first of them
  for (const element of asks) {
    for (let at = parentOf(element); at; at = parentOf(at)) {
      asking.set(at, (asking.get(at) || 0) + 1);
      if (!firstAsked.has(at)) firstAsked.set(at, element);
    }
  }
  const MEANS_NOTHING = /^[\s*:：.()·•|\-–—✱∗＊]*$/;
  const isEdge = (element) => element === body || /^(form|dialog|body|main)$/.test(tagOf(element)) || ownRole(element) === "dialog";
  const ownerOf = remembered((label) => {  // whose it is: by the markup, or of an untied label the only field of its part
    if (label.control) return label.control;
    let part = parentOf(label);
    while (part && !asking.has(part)) part = parentOf(part);
    return part && !isEdge(part) && asking.get(part) === 1 ? firstAsked.get(part) : null;
  });
  const isAnothers = (label, element) => {  // the label of a field that is seen, and that isn't this one
    const owner = tagOf(label) === "label" ? ownerOf(label) : null;
    return !!owner && owner !== element && asks.has(owner) && inSight(owner);
  };
  const untiedLabel = (element) => {  // it stands behind its field as often, and floats over it
    for (let part = parentOf(element); part && !isEdge(part) && asking.get(part) === 1; part = parentOf(part)) {
      const own = [...all(part, "label")].filter((label) => !label.control && rendered(label) && !MEANS_NOTHING.test(textIn(label)));
      if (own.length) return own.length === 1 ? textIn(own[0]) : "";
    }
    return "";
  };
  const HINT = "[class*=placeholder i]";
  const isDrawnList = (element) => ownRole(element) === "combobox" || /^(list|both)$/.test(attribute(element, "aria-autocomplete") || "");
  const nearText = (element, forward, inLine = false) => {  // the block of text just before (or after) a control, up to the next
    const beside = forward ? nextOf : previousOf, farEnd = forward ? firstOf : lastOf, found = [];
    const meant = () => !MEANS_NOTHING.test(found.join(""));
    const ends = (node) => BLOCK.has(tagOf(node)) && meant();
    const say = () => meant() ? clean((forward ? found : found.reverse()).join(" ")) : "";
    const take = (text) => { if (text.trim()) found.push(text); };
    let at = element, climbed = 0;
    for (let looked = 0; looked < 200 && found.join("").length <= 600; looked++) {
      const next = beside(at);
      if (!next) {
        at = parentOf(at);
        if (at && inLine && BLOCK.has(tagOf(at)) && asking.get(parentOf(at)) !== 1) break;
        if (!at || isEdge(at) || ++climbed > 5 || ends(at) || forward && climbed > 1) break;
        continue;
      }
      for (at = next; at; at = farEnd(at)) {  // into the far end of what stands beside
        const kind = kindOf(at);
        if (kind === TEXT) take(at.data);
        if (kind !== ELEMENT) break;
        if (isAnothers(at, element)) return say();
        if (forward && tagOf(at) === "br" && (meant() || inLine)) return say();
        if (inLine && BLOCK.has(tagOf(at)) && asking.get(parentOf(at)) !== 1) return say();
        if (asks.has(at) && withheld(at)) break;  // a drawn list's native one
        if (isControl(at)) {
          if (inputType(element) === "file" && !found.length && presses.has(at)) break;  // its own "Choose file" button
          return say();
        }
        if (SILENT.test(tagOf(at)) || ownRole(at) === "alert" || !rendered(at)) break;
        if (!forward && matches(at, HINT) && isDrawnList(element)) break;  // what the list shows as long as nothing is chosen
        if (!holding.has(at)) {
          const text = textIn(at);
          if (text && ends(at)) return say();
          take(text);
          break;
        }
        if (ends(at)) return say();
        if (!farEnd(at)) break;
      }
    }
    return say();
  };
  const legendGroup = nearest("fieldset,[role=radiogroup],[role=group],[aria-labelledby]:not([role=dialog]):not(form):not(main):not(section):not(body)");
  const groupName = remembered((group) => {
    const legend = tagOf(group) === "fieldset" ? legendIn(group) : null;
    return byIds(group, "aria-labelledby") || clean(attribute(group, "aria-label")) || (legend ? textIn(legend) : "");
  });
  const legendOf = (element) => {
    const group = legendGroup(parentOf(element));
    return group ? groupName(group) : "";
  };
  const TITLE = 80;  // a longer text tells something
  const asksWith = (element, words) => !nameOf(element) && !attribute(element, "placeholder") && nearText(element, false) === words;
  const titleIn = remembered((part) => {  // what stands first in a part of a form, over all that it asks
    for (let at = firstOf(part); at; at = nextOf(at)) {
      if (kindOf(at) !== ELEMENT) {
        if (kindOf(at) === TEXT && !MEANS_NOTHING.test(at.data)) return "";
        continue;
      }
      if (holding.has(at) || isControl(at)) return "";
      if (SILENT.test(tagOf(at)) || !rendered(at) || !textIn(at)) continue;
      return tagOf(at) === "label" || textIn(at).length > TITLE || asksWith(firstAsked.get(part), textIn(at)) ? "" : textIn(at);
    }
    return "";
  });
  const titleOver = remembered((part) => {
    if (!part || part === body) return "";
    return asking.get(part) > 1 && titleIn(part) || (isEdge(part) ? "" : titleOver(parentOf(part)));
  });
  const headings = [], headingBefore = new Map();
  for (const element of everything) {
    if (asks.has(element)) headingBefore.set(element, headings.at(-1) || "");
    if (matches(element, HEADING) && rendered(element) && textIn(element)) headings.push(textIn(element));
  }
  return { headingBefore, headings, legendGroup, legendOf, nearText, titleOver, untiedLabel };
})
