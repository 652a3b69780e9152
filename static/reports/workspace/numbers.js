// What a typed or pasted figure means. The server decides; this is for what must be shown at once.

const UNITS = { count: /(件次|件|项|条|个|份|宗|次)$/, change: /(件次|件|项|条|个|份|宗|次)$/, money: /万元$/ };
const SHAPES = { count: /^\d+$/, change: /^[+-]?\d+$/, money: /^\d+(\.\d+)?$/ };
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;

// The figure with full-width digits, thousands separators and the unit folded away; what cannot be read comes back as
// it was typed. {text, readable}; an empty text is readable and blank.
export function fold(typed, kind) {
  const raw = typed.trim();
  if (!raw) return { text: "", readable: true };
  let plain = raw.normalize("NFKC").replace(/[\u200b-\u200d\u2060\ufeff\u00ad]/g, "").replace(/\u2212/g, "-").trim();
  plain = plain.replace(UNITS[kind], "").trim();
  if (GROUPED.test(plain)) plain = plain.replace(/,/g, "");
  if (kind !== "money" && /^[+-]?\d+\.0+$/.test(plain)) plain = plain.replace(/\.0+$/, "");
  const leading = plain.replace(/^[+-]/, "");
  const readable = SHAPES[kind].test(plain) && !/^0\d/.test(leading) && leading.length <= 16;
  if (!readable) return { text: raw, readable: false };
  return { text: kind === "change" ? plain.replace(/^\+/, "") : plain, readable: true };
}

export function wordFor(kind) {
  return { count: "whole_number", change: "signed_number", money: "decimal_number" }[kind];
}

// The sum of texts as text: "" if one is blank or no figure. Totals are counts, which doubles hold.
export function sum(texts, kind) {
  let total = 0;
  for (const text of texts) {
    const { text: figure, readable } = fold(text, kind);
    if (!readable || figure === "") return "";
    total += Number(figure);
  }
  return String(total);
}
