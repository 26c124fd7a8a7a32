// The page's record: its controls, buttons and links, its dialogs and forms, and what it says.
(({ tree, walk, sight, text: { BLOCK, textIn, textOf }, names, use, near, place: where, controls: { controls, lists } }) => {
  const { all, anyIn, attribute, body, bodyOf, clean, firstOf, getter, html, nearest, readyOf, remembered, tagOf, titleOf } = tree;
  const { elements, keep, matching, presses } = walk;
  const { inSight, rendered } = sight;
  const { nameOf } = names;
  const { isEnabled } = use;
  const { headings } = near;
  const { cssOf, dialogOf, dialogs, formOf, forms, marksOf } = where;

  const buttons = [...presses].map((element) => ({
    ref: keep(element), name: nameOf(element),
    type: (attribute(element, "type") || (tagOf(element) === "button" && element.form ? "submit" : "")).toLowerCase(),
    visible: inSight(element), enabled: isEnabled(element), form: formOf(element), dialog: dialogOf(element),
    marks: marksOf(element, ["id", "name", "data-testid", "data-cookiebanner"]),
  }));
  const blockAround = nearest([...BLOCK].join(","));
  const hasOneLink = remembered((block) => all(block, "a,[role=link]").length <= 1);
  const links = matching("a[href],[role=link]").filter(inSight).map((element) => {
    const block = blockAround(element), address = element.href;
    return {
      ref: keep(element), name: nameOf(element), href: typeof address === "string" ? address : attribute(element, "href") || "", dialog: dialogOf(element),
      around: block && hasOneLink(block) ? textIn(block).slice(0, 400) : "",
    };
  });


  const prose = [], text = clean(body ? textOf(body, null, prose) : "");
  const record = {
    url: location.href, title: clean(titleOf(document)), ready: readyOf(document),
    language: html.lang || anyIn(document, "meta[http-equiv='content-language' i]")?.content || "",
    headings, text: text.slice(0, 40000), prose: prose.join("").split("\n").map(clean).filter(Boolean).join("\n").slice(0, 40000),
    alerts: matching("[role=alert],[aria-live=assertive]").filter(rendered).map(textIn).filter(Boolean),
    dialogs: dialogs.map((dialog) => ({
      ref: keep(dialog), name: nameOf(dialog), text: textIn(dialog).slice(0, 8000), links: Array.from(all(dialog, "a[href]"), (link) => attribute(link, "href")),
      marks: marksOf(dialog, ["id", "data-testid", "data-cookiebanner"]),
    })),
    forms: forms.map((form) => ({
      ref: keep(form), name: nameOf(form), action: tagOf(form) === "form" ? getter(HTMLFormElement, "action")(form) : "",
      method: (attribute(form, "method") || "").toLowerCase(),
    })),
    controls, lists, buttons, links,
  };
  const place = (frame) => {
    const inner = frame.contentDocument;
    return { css: cssOf(frame), visible: inSight(frame), ours: inner !== null, blank: !(inner && bodyOf(inner) && firstOf(bodyOf(inner))) };
  };
  // As one string: Playwright's own way takes longer than the look. Not where the page has changed what JSON is (Prototype.js).
  const isPlain = ![Object, Array, String, Number, Boolean].some((type) => "toJSON" in type.prototype);
  const wellFormed = (_, value) => typeof value === "string" ? value.toWellFormed() : value;
  const written = isPlain ? JSON.stringify(record) : "";
  const json = /\\ud[89a-f]/.test(written) ? JSON.stringify(record, wellFormed) : written || record;  // half a character is none in Python
  return { json, elements, place };
})
