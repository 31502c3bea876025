// What access.py asks of a page: each function answers with a list of what is wrong, `focus` with where the focus is.
const text = (one) => one.outerHTML.slice(0, 90);

const look = {
  sideways: () => (document.documentElement.scrollWidth > document.documentElement.clientWidth + 1 ? ["1.4.10 scrolls sideways"] : []),

  read(modes) {
    for (const name of ["text", "contrast", "layout"]) delete document.documentElement.dataset[name];
    Object.assign(document.documentElement.dataset, modes);
  },

  // 1.4.4, 1.4.12: text that its box cuts off.
  clipped() {
    const cut = (way) => ["hidden", "clip"].includes(way);
    const wrong = [...document.querySelectorAll("body *")].filter((one) => {
      const style = getComputedStyle(one);
      if (!one.innerText || one.clientWidth <= 1 || one.clientHeight <= 1) return false;
      if (style.visibility === "hidden" || style.clipPath !== "none") return false;
      const wide = cut(style.overflowX) && one.scrollWidth > one.clientWidth + 2;
      return wide || (cut(style.overflowY) && one.scrollHeight > one.clientHeight + 2);
    });
    return wrong.map((one) => "1.4.12 clipped: " + text(one));
  },

  // 2.5.8: 24 by 24 pixels, or so far from every other target that a circle of 24 around its middle touches none.
  // Links in a sentence may be smaller.
  targets() {
    const wanted = 'a[href],button,input:not([type=hidden]),select,textarea,summary,[role=button],[tabindex="0"]';
    const shown = (one) => {
      const box = one.getBoundingClientRect();
      return box.width > 0 && box.height > 0 && box.bottom > 0 && getComputedStyle(one).visibility !== "hidden" && !one.disabled;
    };
    const measured = (one) => {
      const boxes = [one.getBoundingClientRect()];
      // The label of a choice is part of its target.
      if (one.labels?.[0] && ["radio", "checkbox"].includes(one.type)) boxes.push(one.labels[0].getBoundingClientRect());
      const left = Math.min(...boxes.map((box) => box.left));
      const right = Math.max(...boxes.map((box) => box.right));
      const top = Math.min(...boxes.map((box) => box.top));
      const bottom = Math.max(...boxes.map((box) => box.bottom));
      return { one, left, right, top, bottom, small: right - left < 24 || bottom - top < 24, x: (left + right) / 2, y: (top + bottom) / 2 };
    };
    const inSentence = (one) => {
      const around = one.parentElement.innerText.trim().length;
      return getComputedStyle(one).display === "inline" && around > one.innerText.trim().length + 1;
    };
    const near = (a, b) => {
      if (a === b || a.one.contains(b.one) || b.one.contains(a.one)) return false;
      if (b.small) return Math.hypot(a.x - b.x, a.y - b.y) < 24;
      return Math.hypot(Math.max(b.left - a.x, 0, a.x - b.right), Math.max(b.top - a.y, 0, a.y - b.bottom)) < 12;
    };
    const all = [...document.querySelectorAll(wanted)].filter(shown).map(measured);
    const wrong = all.filter((a) => a.small && !inSentence(a.one) && all.some((b) => near(a, b)));
    return wrong.map((a) => "2.5.8 small: " + text(a.one));
  },

  // 3.1.2: Han characters on an English page say which language they are.
  unmarked() {
    const found = [];
    if (document.documentElement.lang !== "en") return found;
    for (const one of document.querySelectorAll("[alt], [aria-label]")) {
      const words = (one.alt ?? "") + (one.getAttribute("aria-label") ?? "");
      if (/\p{Script=Han}/u.test(words) && !one.closest("[lang]").lang.startsWith("zh")) found.push("3.1.2 no language: " + words);
    }
    const typed = [...document.querySelectorAll("input[type=search]")].map((one) => one.value).filter(Boolean);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      // Nobody can say which language a visitor typed.
      if (typed.some((words) => node.data.includes(words))) continue;
      if (!/\p{Script=Han}/u.test(node.data) || parent.closest("script, style, [translate=no]")) continue;
      if (!parent.closest("[lang]").lang.startsWith("zh")) found.push("3.1.2 no language: " + node.data.trim().slice(0, 40));
    }
    return found;
  },

  // Backgrounds are gone in forced colours: what is current or pressed must differ from its neighbours in line or weight.
  alike() {
    const looks = (one) => {
      const style = getComputedStyle(one);
      const lines = [style.outlineStyle, style.outlineColor, style.borderStyle, style.borderBlockEndColor, style.borderBlockEndWidth];
      return [...lines, style.fontWeight].join();
    };
    const current = [...document.querySelectorAll("a[aria-current]")].filter((one) => {
      const others = [...(one.closest("ul, ol, table") ?? document.body).querySelectorAll("a[href]:not([aria-current])")];
      return one.checkVisibility() && others.length && others.every((other) => looks(other) === looks(one));
    });
    const pressed = [...document.querySelectorAll("button[aria-pressed=false]")].filter((one) => {
      const before = looks(one);
      one.setAttribute("aria-pressed", "true");
      const after = looks(one);
      one.setAttribute("aria-pressed", "false");
      return one.checkVisibility() && before === after;
    });
    return [...current, ...pressed].map((one) => "1.4.1 not told apart in forced colours: " + text(one));
  },

  begin() {
    document.activeElement?.blur();
    window.firstStop = null;
    scrollTo(0, 0);
  },

  // 2.4.7, 2.4.11, 1.4.11: is the focus in the window, not covered, and how strong is its outline against what is behind?
  focus() {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const again = one === window.firstStop;
    window.firstStop ??= one;
    const box = one.getBoundingClientRect();
    const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    const parts = (colour) => (colour.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
    const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
    // A card draws the outline of its link around itself.
    const ringed = one.closest(".card:has(.card__title a:focus-visible)") ?? one;
    let behind = ringed.parentElement;
    while (behind.parentElement && (parts(getComputedStyle(behind).backgroundColor)[3] ?? 1) < 0.5) behind = behind.parentElement;
    const style = getComputedStyle(ringed);
    const pair = [light(parts(style.outlineColor)), light(parts(getComputedStyle(behind).backgroundColor))];
    return {
      text: text(one),
      again,
      inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      covered: !(top && (one.contains(top) || top.contains(one) || [...(one.labels ?? [])].some((label) => label.contains(top)))),
      outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      contrast: (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05),
    };
  },
};
