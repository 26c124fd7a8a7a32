// The page's tree, read through the prototypes: a form's own properties are hidden by controls of that name
// (`<input name=children>`). And two ways to ask a thing once: `remembered` for anything, `nearest` for what lies around.
(() => {
  const TEXT = 3, ELEMENT = 1, DOCUMENT = 9, FRAGMENT = 11;
  const getter = (type, name) => {
    const read = Object.getOwnPropertyDescriptor(type.prototype, name).get;
    return (node) => read.call(node);
  };
  const method = (type, name) => {
    const run = type.prototype[name];
    return (node, ...given) => run.apply(node, given);
  };
  const kindOf = getter(Node, "nodeType"), parentNodeOf = getter(Node, "parentNode"), textContentOf = getter(Node, "textContent");
  const firstOf = getter(Node, "firstChild"), lastOf = getter(Node, "lastChild");
  const nextOf = getter(Node, "nextSibling"), previousOf = getter(Node, "previousSibling"), rootOf = method(Node, "getRootNode");
  const tagOf = getter(Element, "localName"), shadowOf = getter(Element, "shadowRoot"), slotOf = getter(Element, "assignedSlot");
  const childrenOf = getter(Element, "children"), attribute = method(Element, "getAttribute");
  const has = method(Element, "hasAttribute"), matches = method(Element, "matches");
  const [documentOf, bodyOf, titleOf, readyOf] = ["documentElement", "body", "title", "readyState"].map((name) => getter(Document, name));
  const byType = (name) => {
    const of = { [DOCUMENT]: method(Document, name), [FRAGMENT]: method(DocumentFragment, name) };
    if (Element.prototype[name]) of[ELEMENT] = method(Element, name);
    return (root, given) => of[kindOf(root)](root, given);
  };
  const all = byType("querySelectorAll"), anyIn = byType("querySelector"), byId = byType("getElementById");

  const clean = (text) => (text || "").replace(/[\s\u00a0]+/g, " ").trim();
  const ownRole = (element) => attribute(element, "role") || "";
  const inputType = (element) => tagOf(element) === "input" ? element.type : "";
  const parentOf = (node) => {  // out of a shadow root, to its host
    const parent = parentNodeOf(node);
    if (!parent) return null;
    const kind = kindOf(parent);
    return kind === ELEMENT ? parent : kind === FRAGMENT && parent.host || null;
  };
  const contains = (around, node) => {
    for (let at = node; at; at = parentOf(at)) if (at === around) return true;
    return false;
  };
  const remembered = (find) => {
    const known = new Map();
    return (key) => {
      let value = known.get(key);
      if (value === undefined && !known.has(key)) known.set(key, value = find(key));
      return value;
    };
  };
  const nearest = (selector) => {  // the element itself or the closest around it that matches, or null
    const known = new Map([[null, null]]);
    return (element) => {
      const passed = [];
      let at = element;
      while (!known.has(at) && !matches(at, selector)) {
        passed.push(at);
        at = parentOf(at);
      }
      const found = known.has(at) ? known.get(at) : at;
      for (const below of passed) known.set(below, found);
      known.set(at, found);
      return found;
    };
  };
  return {
    TEXT, ELEMENT, DOCUMENT, FRAGMENT, getter, method, kindOf, parentNodeOf, textContentOf, firstOf, lastOf, nextOf, previousOf, rootOf,
    tagOf, shadowOf, slotOf, childrenOf, attribute, has, matches, titleOf, readyOf, all, anyIn, byId, clean, ownRole, inputType, parentOf,
    contains, remembered, nearest, bodyOf, html: documentOf(document), body: bodyOf(document),
  };
})
