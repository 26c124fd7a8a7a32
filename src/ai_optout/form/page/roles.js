// ARIA roles: an element's own where it is one of WAI-ARIA 1.2, else what HTML-AAM 1.0 gives its tag ("" for none).
(({ tree }) => {
  const { attribute, byId, has, inputType, matches, nearest, ownRole, remembered, rootOf, tagOf } = tree;
  const ROLES = new Set(("alert alertdialog application article banner blockquote button caption cell checkbox code columnheader combobox "
    + "complementary contentinfo definition deletion dialog directory document emphasis feed figure form generic grid gridcell group "
    + "heading img insertion link list listbox listitem log main mark marquee math menu menubar menuitem menuitemcheckbox "
    + "menuitemradio meter navigation none note option paragraph presentation progressbar radio radiogroup region row rowgroup "
    + "rowheader scrollbar search searchbox separator slider spinbutton status strong subscript superscript switch tab table tablist "
    + "tabpanel term textbox time timer toolbar tooltip tree treegrid treeitem").split(" "));
  const OF_TAG = Object.fromEntries(Object.entries({
    article: "article", aside: "complementary", blockquote: "blockquote", button: "button", caption: "caption", code: "code",
    definition: "dd", deletion: "del", dialog: "dialog", emphasis: "em", figure: "figure", group: "details fieldset optgroup",
    heading: "h1 h2 h3 h4 h5 h6", insertion: "ins", list: "menu ol ul", listbox: "datalist", listitem: "li", main: "main", mark: "mark",
    math: "math", meter: "meter", navigation: "nav", option: "option", paragraph: "p", progressbar: "progress", row: "tr",
    rowgroup: "tbody tfoot thead", search: "search", separator: "hr", status: "output", strong: "strong", subscript: "sub",
    superscript: "sup", table: "table", term: "dfn dt", textbox: "textarea", time: "time", cell: "td", columnheader: "th", img: "svg",
  }).flatMap(([role, tags]) => tags.split(" ").filter(Boolean).map((tag) => [tag, role])));
  const OF_TYPE = {
    button: "button", submit: "button", reset: "button", image: "button", checkbox: "checkbox", radio: "radio", range: "slider",
    number: "spinbutton", hidden: "",
    file: "button",  // HTML-AAM gives it none; Chromium and Playwright make it a button
  };
  const SECTION = nearest("article:not([role]),aside:not([role]),main:not([role]),nav:not([role]),section:not([role]),[role=article],"
    + "[role=complementary],[role=main],[role=navigation],[role=region]");
  const isNamed = (element) => has(element, "aria-label") || has(element, "aria-labelledby");
  const ofInput = (element) => {
    const type = inputType(element);
    if (type in OF_TYPE) return OF_TYPE[type];
    if (!/^(email|search|tel|text|url)$/.test(type)) return "textbox";
    const list = attribute(element, "list") && byId(rootOf(element), attribute(element, "list"));
    return list && tagOf(list) === "datalist" ? "combobox" : type === "search" ? "searchbox" : "textbox";
  };
  const isDecoration = (element) => attribute(element, "alt") === "" && !attribute(element, "title") && !isNamed(element)
    && !has(element, "tabindex");
  const implicitRole = (element) => {
    const tag = tagOf(element);
    if (tag === "input") return ofInput(element);
    if (tag === "select") return element.multiple || element.size > 1 ? "listbox" : "combobox";
    if (tag === "a" || tag === "area") return has(element, "href") ? "link" : "";
    if (tag === "img") return isDecoration(element) ? "presentation" : "img";
    if (tag === "section") return isNamed(element) ? "region" : "";
    if (tag === "form") return isNamed(element) ? "form" : "";
    if (tag === "header" || tag === "footer") return SECTION(element) ? "" : tag === "header" ? "banner" : "contentinfo";
    return Object.hasOwn(OF_TAG, tag) ? OF_TAG[tag] : "";
  };
  const canBeFocused = (element) => has(element, "tabindex")
    || matches(element, "a[href],button:enabled,input:enabled,select:enabled,textarea:enabled,details");
  const roleOf = remembered((element) => {
    const own = ownRole(element).toLowerCase().split(/\s+/).find((role) => ROLES.has(role));
    if (!own) return implicitRole(element);
    const isNone = own === "none" || own === "presentation";  // not of what can be focused or is named (WAI-ARIA 1.2, 4.6)
    return isNone && (isNamed(element) || canBeFocused(element)) ? implicitRole(element) : own;
  });
  return { roleOf };
})
