// For each element {invalid, kind, texts}: whether ARIA marks it as wrong, what of its ValidityState says so, and what is said near it
// in the manner of a complaint. It looks and never touches.
(elements) => {
  const CONTROL = 'input:not([type=hidden]),select,textarea,[role=textbox],[role=combobox],[role=radio],[role=checkbox],[role=switch],[role=listbox]';
  const MARK = /(^|[^a-z])(err|errors?|errmsg|invalid|danger|wrong|fehler|erreur|errore)([^a-z]|$)|error|invalid/i;
  const fold = text => (text || '').replace(/\s+/g, ' ').trim();
  const shown = one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && one.getBoundingClientRect().height > 1;
  const tokens = one => `${one.getAttribute('class') || ''} ${one.id}`;
  const isRed = one => { const [r, g, b] = (getComputedStyle(one).color.match(/\d+(\.\d+)?/g) || []).map(Number); return r >= 140 && g <= 100 && b <= 110; };
  const isMarked = (one, top) => {
    if (isRed(one)) return true;
    for (let at = one; at && at !== top; at = at.parentElement)
      if (/^(alert|alertdialog)$/.test(at.getAttribute('role') || '') || at.getAttribute('aria-live') === 'assertive' || MARK.test(tokens(at))) return true;
    return false;
  };
  const holdsAnother = (at, own) => {  // one by one: a form may have thousands
    for (const one of at.getElementsByTagName('*')) if (one.matches(CONTROL) && !own(one) && shown(one)) return true;
    return false;
  };
  const words = one => /\p{L}{2}/u.test(one) ? one : '';
  const texts = (top, element, labels) => {  // marked texts in `top`, each once, the outermost that is one
    const found = [];
    for (const one of [top, ...top.querySelectorAll('*')]) {
      if (one.contains(element) || element.contains(one) || one.matches(CONTROL + ',option,script,style') || one.querySelector(CONTROL)) continue;
      if (labels.some(label => label.contains(one) && !label.contains(element)) || found.some(other => other.contains(one)) || !shown(one)) continue;
      if (words(fold(one.innerText)) && isMarked(one, top.parentElement)) found.push(one);
    }
    return found.map(one => fold(one.innerText));
  };
  return elements.map(element => {
    const root = element.getRootNode();
    const novalidate = element.form?.noValidate || !element.validity;
    const states = novalidate || element.validity.valid ? [] : [...Object.keys(ValidityState.prototype)].filter(one => one !== 'valid' && element.validity[one]);
    const invalid = element.getAttribute('aria-invalid') === 'true' || !!element.closest('[role=radiogroup][aria-invalid=true],fieldset[aria-invalid=true]');
    const named = name => (element.getAttribute(name) || '').split(/\s+/).filter(Boolean).map(id => root.getElementById(id)).filter(one => one && shown(one));
    const said = [...named('aria-errormessage'), ...named('aria-describedby').filter(one => invalid || isMarked(one, one.parentElement))]
      .map(one => words(fold(one.innerText)));
    const mates = element.matches('input[type=radio],input[type=checkbox]') && element.name ? [...root.querySelectorAll(`input[name="${CSS.escape(element.name)}"]`)] : [element];
    const group = element.matches('[role=radio],[role=checkbox]') && element.closest('[role=radiogroup],[role=group]');
    const own = one => mates.includes(one) || group && group.contains(one);
    const labels = [...(element.labels || [])].filter(label => !(label.compareDocumentPosition(element) & 2) || element.labels.length === 1);
    let top = null;
    for (let at = element.parentElement, up = 0; at && up < 7 && !at.matches('form,body,main,dialog,[role=dialog]'); at = at.parentElement, up++) {
      if (holdsAnother(at, own)) break;
      top = at;
    }
    if (top) said.push(...texts(top, element, labels));
    for (let at = (top || element).nextElementSibling, far = 0; at && far < 3 && !at.matches(CONTROL) && !at.querySelector(CONTROL); at = at.nextElementSibling, far++)
      if (!at.matches('label,legend,button,h1,h2,h3,h4,h5,h6')|| at.matches('label') && MARK.test(tokens(at))) said.push(...texts(at, element, labels));
    const host = root instanceof ShadowRoot ? root.host : null;
    if (host && !top) said.push(...texts(host, element, labels));
    return { invalid, kind: states[0] || '', texts: [...new Set(said.filter(Boolean))].map(text => text.slice(0, 300)) };
  });
}
