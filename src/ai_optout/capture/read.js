// The document as plain records, for scrubbing: tags, attributes, text, the listed computed styles, shadow roots, frames of its own
// origin. It looks and never touches. A password isn't read. Given: {styles: the properties to read}.
({ styles }) => {
  const heard = { values: [], comments: 0 };
  const TYPED = /^(text|search|email|tel|url|number|date|month|week|time|datetime-local|hidden|)$/;
  const hold = (element, tag) => {  // what stands in a field is known from here on, so that it is taken out everywhere
    if (tag === "textarea" || tag === "input" && TYPED.test((element.getAttribute("type") || "").toLowerCase())) heard.values.push(element.value);
    else if (element.isContentEditable && element.hasAttribute("contenteditable")) heard.values.push(element.innerText);
  };
  const styleOf = (element, view) => {
    const style = view.getComputedStyle(element);
    return Object.fromEntries(styles.map((name) => [name, style.getPropertyValue(name)]).filter(([, value]) => value));
  };
  const framed = (element) => {  // null: of another origin, which is nobody's business here
    let inner = null;
    try { inner = element.contentDocument; } catch { return null; }
    return inner && inner.documentElement ? record(inner.documentElement, inner.defaultView) : null;
  };
  const below = (node, view) => Array.from(node.childNodes, (child) => record(child, view)).filter((one) => one !== null);
  const record = (node, view) => {
    if (node.nodeType === 3) return node.data;
    if (node.nodeType === 8) heard.comments++;
    if (node.nodeType !== 1) return null;
    const tag = node.localName;
    if (tag.startsWith("x-pw-")) return null;
    hold(node, tag);
    return {
      tag,
      attributes: Object.fromEntries(Array.from(node.attributes, (one) => [one.name, one.value])),
      style: /^(option|optgroup|head|title|script|style|meta|link|template|noscript)$/.test(tag) ? {} : styleOf(node, view),
      children: /^(script|style|template|noscript)$/.test(tag) ? [] : below(node, view),
      shadow: node.shadowRoot ? below(node.shadowRoot, view) : null,
      frame: /^i?frame$/.test(tag) ? framed(node) : null,
    };
  };
  return { root: record(document.documentElement, window), title: document.title, language: document.documentElement.lang, ...heard };
}
