// Where an element is: the selectors that lead to it, its form, its dialog, its row.
(({ tree, walk, sight, use }) => {
  const { ELEMENT, FRAGMENT, all, attribute, firstOf, kindOf, nearest, nextOf, parentNodeOf, parentOf, remembered, rootOf, tagOf } = tree;
  const { matching } = walk;
  const { boxOf, rendered, withheld } = sight;
  const { NATIVE } = use;

  const idCounts = remembered((root) => {
    const counts = new Map();
    for (const element of all(root, "[id]")) counts.set(attribute(element, "id"), (counts.get(attribute(element, "id")) || 0) + 1);
    return counts;
  });
  const ofType = new Map();  // each element's part of a selector: its name, with its place where it has peers
  const partOf = (element) => {
    if (!ofType.has(element)) {
      const peers = Map.groupBy(siblingsOf(element), tagOf);
      for (const [tag, alike] of peers) {
        alike.forEach((peer, place) => ofType.set(peer, CSS.escape(tag) + (alike.length > 1 ? `:nth-of-type(${place + 1})` : "")));
      }
    }
    return ofType.get(element);
  };
  const siblingsOf = (element) => {
    const siblings = [];
    for (let at = firstOf(parentNodeOf(element)); at; at = nextOf(at)) if (kindOf(at) === ELEMENT) siblings.push(at);
    return siblings;
  };
  const pathOf = remembered((element) => {
    const id = attribute(element, "id");
    if (id && idCounts(rootOf(element)).get(id) === 1) return "#" + CSS.escape(id);
    const parent = parentNodeOf(element);
    return (kindOf(parent) === ELEMENT ? pathOf(parent) + " > " : "") + partOf(element);
  });
  const cssOf = (element) => {  // from the outside in, a selector for each shadow root and one in it
    const root = rootOf(element);
    return kindOf(root) === FRAGMENT ? [...cssOf(root.host), pathOf(element)] : [pathOf(element)];
  };

  const numbered = (list) => new Map(list.map((element, place) => [element, place]));
  const dialogs = matching("dialog[open],[role=dialog],[role=alertdialog]").filter((element) => rendered(element) && !withheld(element) && boxOf(element).height > 1);
  const dialogPlaces = numbered(dialogs);
  const dialogOf = remembered((element) => dialogPlaces.get(element) ?? (parentOf(element) ? dialogOf(parentOf(element)) : -1));
  const forms = matching("form,[role=form]"), formPlaces = numbered(forms), formAround = nearest("form,[role=form]");
  const formOf = (element) => formPlaces.get(NATIVE.test(tagOf(element)) && element.form || formAround(element)) ?? -1;
  const rowAround = nearest("[id^='SupportFormRow'],fieldset,tr,li,p,[role=group]"), groupAround = nearest("[role=radiogroup],fieldset,[role=group]");
  const marksOf = (element, names) => names.map((name) => attribute(element, name)).filter(Boolean).join(" ");
  return { cssOf, dialogOf, dialogs, formOf, forms, groupAround, marksOf, rowAround };
})
