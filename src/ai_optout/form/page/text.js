// The words of a part of the page, as a person reads them: nothing hidden, nothing that is in a control.
(({ tree, sight }) => {
  const { ELEMENT, TEXT, attribute, clean, firstOf, kindOf, matches, nextOf, remembered, tagOf } = tree;
  const { rendered } = sight;
  const ASIDE = "a[href],button,nav,footer,[role=link],[role=button],[role=navigation],[role=contentinfo]";
  const BLOCK = new Set(("address article aside blockquote dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr legend "
    + "li main nav ol p pre section table tbody td th thead tr ul label").split(" "));
  const SILENT = /^(script|style|noscript|template|svg|select|textarea|option|head|title|iframe|x-pw-.*)$/;

  const instead = (element, tag) => {  // what is said in place of what is in the element; undefined: that is
    if (tag === "img") return ` ${element.alt || ""} `;
    if (tag === "input") return /^(submit|button)$/.test(element.type) ? ` ${element.value} ` : "";
    return tag === "br" ? " " : undefined;
  };
  const textOf = (node, without = null, prose = null) => {  // `prose` is given what is no link, button, navigation or footer
    let out = "";
    for (let child = firstOf(node); child; child = nextOf(child)) {
      const kind = kindOf(child);
      if (kind === TEXT) {
        out += child.data;
        prose?.push(child.data.replace(/\s+/g, " "));
      }
      if (kind !== ELEMENT || child === without) continue;
      const tag = tagOf(child);
      if (SILENT.test(tag) || attribute(child, "aria-hidden") === "true") continue;
      const inProse = prose && matches(child, ASIDE) ? null : prose, edge = BLOCK.has(tag);
      let inner = instead(child, tag);
      if (inner === undefined) {
        if (!rendered(child)) continue;
        inner = attribute(child, "aria-label") || undefined;
      }
      if (edge) prose?.push("\n");
      if (inner === undefined) inner = textOf(child, without, inProse);
      else inProse?.push(inner);
      if (edge) prose?.push("\n");
      out += edge ? ` ${inner} ` : inner;
    }
    return out;
  };
  const textIn = remembered((element) => clean(textOf(element)));
  return { BLOCK, SILENT, textIn, textOf };
})
