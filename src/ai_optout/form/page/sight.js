// What a person sees: whether an element is laid out, on the page, and not cut off, shrunk or made transparent.
(({ tree }) => {
  const { attribute, body, getter, has, html, matches, method, nearest, parentOf, remembered, slotOf, tagOf } = tree;
  const boxOf = method(Element, "getBoundingClientRect"), isRendered = method(Element, "checkVisibility");
  const scrolled = ["scrollLeft", "scrollTop", "scrollWidth", "scrollHeight"].map((name) => getter(Element, name));

  // Where something can be seen, in the window's coordinates. What hides its overflow cuts what is laid out in it: a part
  // that is positioned is laid out in the nearest positioned one around it (CSS 2.1, 10.1 and 11.1).
  const area = (left, top, right, bottom) => ({ left, top, right, bottom });
  const overlap = (a, b) => area(Math.max(a.left, b.left), Math.max(a.top, b.top), Math.min(a.right, b.right), Math.min(a.bottom, b.bottom));
  const hasRoom = (one) => one.right - one.left > 1 && one.bottom - one.top > 1;
  const NOWHERE = area(0, 0, 0, 0);
  const PAGE = (() => {
    const style = getComputedStyle(html), inner = body && getComputedStyle(body);
    const overflow = style.overflowX === "visible" && inner ? inner.overflowX : style.overflowX;  // CSS Overflow 3, 3.3
    if (/hidden|clip/.test(overflow)) return area(0, -scrollY, innerWidth, Infinity);
    const width = Math.max(innerWidth, html.scrollWidth);
    const left = (inner || style).direction === "rtl" ? innerWidth - width - scrollX : -scrollX;
    return area(left, -scrollY, left + width, Infinity);
  })();
  const GROUND = { flow: PAGE, absolute: PAGE, fixed: area(0, 0, innerWidth, Infinity) };
  const styleOf = remembered((element) => getComputedStyle(element));
  const layoutOf = (style) => style.position === "fixed" || style.position === "absolute" ? style.position : "flow";
  const isOnTop = (element) => (tagOf(element) === "dialog" || has(element, "popover")) && matches(element, ":modal,:popover-open");
  const areasFor = (element) => {
    const outer = isOnTop(element) ? null : slotOf(element) || parentOf(element);
    return outer ? areasIn(outer) : GROUND;
  };
  const areasIn = remembered((element) => {  // where what lies in this element can be seen, by how it is laid out
    const outer = areasFor(element), style = styleOf(element);
    if (element === html || element === body || style.display === "contents") return outer;
    if (isClippedAway(style, () => boxOf(element))) return { flow: NOWHERE, absolute: NOWHERE, fixed: NOWHERE };
    const flow = cut(element, style, outer[layoutOf(style)]);
    const holdsFixed = style.transform !== "none" || style.filter !== "none" || style.perspective !== "none"
      || /paint|layout|strict|content/.test(style.contain) || /transform|filter|perspective/.test(style.willChange);
    return {
      flow,
      absolute: holdsFixed || style.position !== "static" ? flow : outer.absolute,
      fixed: holdsFixed ? flow : outer.fixed,
    };
  });
  const cut = (element, style, own) => {
    const { overflowX: x, overflowY: y } = style;
    if (x === "visible" && y === "visible" || style.display === "inline") return own;
    const box = boxOf(element), seen = overlap(own, box), scrolls = /auto|scroll/;
    if ((scrolls.test(x) || scrolls.test(y)) && !hasRoom(seen)) return NOWHERE;
    const [moved, down, width, height] = scrolled.map((read) => scrolls.test(x) || scrolls.test(y) ? read(element) : 0);
    const reversed = style.flexDirection.endsWith("-reverse");
    const left = style.direction === "rtl" || reversed ? box.right - moved - width : box.left - moved;
    const top = reversed ? box.bottom - down - height : box.top - down;
    const [l, r] = scrolls.test(x) ? [left, left + width] : x === "visible" ? [own.left, own.right] : [seen.left, seen.right];
    const [t, b] = scrolls.test(y) ? [top, top + height] : y === "visible" ? [own.top, own.bottom] : [seen.top, seen.bottom];
    return area(l, t, r, b);
  };
  const isClippedAway = (style, box) => {  // `clip` and `clip-path` that leave nothing
    if (style.clip !== "auto" && layoutOf(style) !== "flow") {
      const [top, right, bottom, left] = style.clip.replace(/^rect\(|\)$/g, "").split(/[\s,]+/).map(parseFloat);
      if (right - left <= 1 || bottom - top <= 1) return true;
    }
    const [, shape, inside] = /^(inset|circle|ellipse|polygon)\((.*?)\)/.exec(style.clipPath) || [];
    if (!shape) return false;
    const { width, height } = box();
    const length = (text, whole) => text.endsWith("%") ? parseFloat(text) / 100 * whole : parseFloat(text);
    if (shape === "inset") {
      const [top, right = top, bottom = top, left = right] = inside.split(" round ")[0].trim().split(/\s+/);
      return length(top, height) + length(bottom, height) >= height - 1 || length(left, width) + length(right, width) >= width - 1;
    }
    if (shape === "polygon") {
      const corners = inside.split(",").map((corner) => corner.trim().split(/\s+/)).filter((corner) => corner.length === 2);
      const spread = (place, whole) => {
        const lengths = corners.map((corner) => length(corner[place], whole));
        return Math.max(...lengths) - Math.min(...lengths);
      };
      return spread(0, width) <= 1 || spread(1, height) <= 1;
    }
    return inside.split(/\bat\b/)[0].trim().split(/\s+/).some((radius) => parseFloat(radius) === 0);
  };
  const faded = remembered((element) => {  // by a filter, which no question about opacity sees
    const around = slotOf(element) || parentOf(element);
    return /opacity\(0(\.0*)?%?\)/.test(styleOf(element).filter) || !!around && faded(around);
  });
  const shown = remembered((element) => {
    if (faded(element) || !isRendered(element, { opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: false })) return false;
    const box = boxOf(element), style = styleOf(element);
    return hasRoom(box) && hasRoom(overlap(box, areasFor(element)[layoutOf(style)])) && !isClippedAway(style, () => box);
  });
  const rendered = remembered((element) => isRendered(element)
    || styleOf(element).display === "contents" && !!parentOf(element) && rendered(slotOf(element) || parentOf(element)));
  const withheldBy = nearest("[aria-hidden=true],[inert]"), inertBy = nearest("[inert]");
  const withheld = (element) => withheldBy(element) !== null;
  const inSight = (element) => shown(element) && !withheld(element);
  const overlapping = (one, other) => hasRoom(overlap(boxOf(one), boxOf(other)));
  const isOpaque = (style) => style.opacity === "1" && style.pointerEvents !== "none"
    && (style.backgroundImage !== "none" || !/^transparent$|, 0(\.\d+)?\)$/.test(style.backgroundColor));
  const hides = (over, under) => {
    const style = styleOf(over);
    if (!/absolute|fixed/.test(style.position) || !isOpaque(style) || !shown(over)) return false;
    const one = boxOf(over), other = boxOf(under);
    return one.left <= other.left && one.top <= other.top && one.right >= other.right && one.bottom >= other.bottom;
  };
  const isLaidOut = (element) => isRendered(element, { visibilityProperty: true }) && hasRoom(boxOf(element))
    && hasRoom(overlap(boxOf(element), areasFor(element)[layoutOf(styleOf(element))]));  // though it be transparent
  return { boxOf, hides, inSight, inertBy, isLaidOut, overlapping, rendered, shown, styleOf, withheld };
})
