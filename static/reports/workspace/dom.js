// Small helpers to build and find elements; text is always set as text, never as markup.

export function find(selector, root) {
  return (root || document).querySelector(selector);
}

export function all(selector, root) {
  return Array.from((root || document).querySelectorAll(selector));
}

// element("button.btn.s", {type: "button", onclick: f}, "text", child…)
export function element(spec, properties, ...children) {
  const [tag, ...classes] = spec.split(".");
  const made = document.createElement(tag || "div");
  if (classes.length) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(properties || {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function icon(name, size) {
  return element(`i.ic${size ? `.s${size}` : ""}.i-${name}`, { "aria-hidden": "true" });
}

const SIGNS = { error: ["e", "!"], explain: ["w", "?"], hint: ["h", "i"], blank: ["n", ""] };

// The sign of a level: its shape differs as well as its colour. `name` is read out; without it the sign is decoration.
export function sign(level, name) {
  const spoken = name ? { role: "img", "aria-label": name } : { "aria-hidden": "true" };
  if (level === "conflict") return element("i.sg.c", spoken, icon("people"));
  if (level === "explained") return element("i.sg.x", spoken, icon("ok"));
  if (level === "objection") return element("i.sg.o", spoken, icon("msg"));
  if (level === "done") return element("i.sg.k", spoken, icon("ok"));
  if (level === "tick") return element("i.ic.s14.i-ok", spoken);
  const [css, mark] = SIGNS[level];
  return element(`i.sg.${css}`, spoken, mark);
}

export const SIGN_CLASS = { error: "e", explain: "w", hint: "h", explained: "x", conflict: "c" };

// fill("{count} cells", {count: 3})
export function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export function shorten(text, length) {
  const line = text.replace(/\s+/g, " ");
  return line.length > length ? `${line.slice(0, length)}…` : line;
}
