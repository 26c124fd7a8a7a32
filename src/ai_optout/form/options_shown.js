// The shown options of a control's own list, or of the list that has come since `standing` was visible: {elements, records, state};
// it resolves as soon as they are others than `known`, or after `ms`; with `scroll` ("top" or "on") the list is moved on before. Some lists have no roles, or give them to something that
// nobody sees: then it is the innermost words of what has come since.
(element, [standing, known, ms, scroll]) => new Promise(done => {
  const root = element.getRootNode(), latest = performance.now() + ms, began = performance.now();
  const fold = text => (text || '').replace(/\s+/g, ' ').trim();
  const shown = e => {
    if (!e.checkVisibility({ visibilityProperty: true }) || e.getBoundingClientRect().height <= 1) return false;
    for (let at = e.parentElement, up = 0; at && up < 5; at = at.parentElement, up++)
      if (at.clientHeight <= 1 && /hidden|clip/.test(getComputedStyle(at).overflowY)) return false;
    return true;
  };
  const isNew = e => !standing.has(e);
  const roots = root === document ? [document] : [root, document];
  const lists = () => {
    if (element.matches('[role=listbox]') && element.getAttribute('aria-expanded') === null) return [element];
    const named = [element, element.closest('[role=combobox]')].flatMap(e =>
      e ? `${e.getAttribute('aria-controls') || ''} ${e.getAttribute('aria-owns') || ''}`.split(/\s+/) : []);
    const found = named.filter(Boolean).map(id => root.getElementById?.(id) || document.getElementById(id));
    return [...new Set(found.filter(e => e && !e.contains(element)))];
  };
  const ITEMS = '[role=menuitem],[role=menuitemradio],[role=treeitem],li';
  const come = () => {
    const options = roots.flatMap(one => [...one.querySelectorAll('[role=option]')]).filter(e => isNew(e) && shown(e));
    return new Set(options.map(e => e.closest('[role=listbox]'))).size > 1 ? [] : options;
  };
  const words = own => {  // around a list that nobody sees, or anywhere
    const around = own.map(list => { let at = list; while (at && !shown(at)) at = at.parentElement; return at; })
      .filter(at => at && isNew(at) && !at.contains(element));
    if (own.length && !around.length) return [];
    const found = (around.length ? around : [...document.querySelectorAll('body *')].filter(isNew)).flatMap(e =>
      around.length ? [...e.querySelectorAll('*')] : [e]);
    return [...new Set(found)].filter(e => isNew(e) && shown(e) && fold(e.innerText) && fold(e.innerText).length < 80
      && ![...e.children].some(child => fold(child.innerText)) && !e.closest('[role=alert],[aria-live]') && !e.contains(element));
  };
  const options = () => {
    const own = lists();
    const within = selector => own.flatMap(list => [...list.querySelectorAll(selector)]).filter(shown);
    for (const find of [() => within('[role=option]'), () => within(ITEMS)]) { const found = find(); if (found.length) return found; }
    if (!own.length || own.every(list => !shown(list))) {
      const found = own.length ? [] : come();
      return found.length || performance.now() - began < 250 ? found : words(own);
    }
    return [];
  };
  const move = () => {  // the list that holds them on by most of what it shows, the first time from its top; false at its end
    for (let at = options()[0]; at && !at.matches('html,body'); at = at.parentElement) {
      const moves = /auto|scroll|hidden/.test(getComputedStyle(at).overflowY) && at.clientHeight >= 10;
      if (!moves || at.scrollHeight <= at.clientHeight + 1) continue;
      const before = at.scrollTop, step = Math.max(at.clientHeight * 0.85, 20);
      at.scrollTop = scroll === 'top' && before > 0 ? 0 : before + step;
      return at.scrollTop !== before;
    }
    return false;
  };
  const moved = !!scroll && move();
  if (scroll && !moved) return done({ elements: [], records: [], state: known, moved });
  const look = () => {
    const elements = options();
    const records = elements.map(e => [fold(e.innerText) || e.getAttribute('aria-label') || '',
      e.getAttribute('data-value') || '', !e.closest('[aria-disabled=true]')]);
    const state = JSON.stringify(records);
    if (elements.length && state !== known || performance.now() >= latest) done({ elements, records, state, moved });
    else setTimeout(look, 30);
  };
  look();
})
