// The save state, always shown, and the banner when the person has to do something about it.

import { element, fill, find, icon, sign } from "./dom.js";

export class Status {
  constructor(book, saver, conflicts) {
    Object.assign(this, { book, saver, conflicts });
    this.words = book.data.words;
    this.shown = "";
    this.hasMoved = false;
  }

  start() {
    this.book.on("status", () => this.draw());
    this.book.on("changed", () => this.draw());
    this.book.on("answered", (answer) => this.counts(answer));
    find("#waiting").addEventListener("click", () => this.conflicts.visit(this.book.clashes()[0]));
    this.draw();
  }

  draw() {
    const { book, saver, words } = this;
    const clashes = book.clashes().length;
    const unsaved = book.unsaved().filter((key) => !book.fields.get(key).clash && !book.isLocked(key)).length;
    const refused = book.unsaved().find((key) => book.fields.get(key).refused);
    const waiting = find("#waiting");
    waiting.hidden = !clashes;
    if (clashes) waiting.replaceChildren(icon("people", 14), fill(words.waiting, { count: clashes }));
    const [css, mark, text] = this.say(saver, unsaved, refused);
    this.banner(saver);
    if (this.shown === css + text) return;
    this.shown = css + text;
    const place = find("#saved");
    place.className = `saved ${css}`;
    place.replaceChildren(mark, element("span", {}, text));
    place.title = css === "bad" ? text : "";
  }

  say(saver, unsaved, refused) {
    const { book, words } = this;
    if (!book.data.report.editable) return ["ro", icon("lock", 14), words.read_only];
    switch (saver.state) {
      case "offline":
        return ["off", sign("explain"), fill(words.offline, { count: unsaved })];
      case "signed_out":
      case "other_person":
        return ["off", sign("explain"), fill(words.signed_out, { count: unsaved })];
      case "fault":
        return ["bad", sign("error"), fill(words.refused, { reason: words.server_fault })];
      case "refused":
        return ["bad", sign("error"), fill(words.refused, { reason: saver.reason })];
      default:
        if (refused) return ["bad", sign("error"), fill(words.refused, { reason: `${book.name(refused)}，${book.fields.get(refused).refused}` })];
        if (saver.state === "saving" || unsaved) return ["busy", icon("clock", 14), words.saving];
        return ["", icon("cloud", 14), saver.savedAt ? fill(words.saved, { time: saver.savedAt }) : words.saved_never];
    }
  }

  banner(saver) {
    const { words } = this;
    const login = `${this.book.data.urls.login}?next=${encodeURIComponent(location.pathname)}`;
    const link = () => element("a.btn.s", { href: login, target: "_blank", rel: "noopener" }, words.log_in);
    const kinds = {
      signed_out: () => [sign("explain"), element("span.grow", {}, words.signed_out_notice), link()],
      other_person: () => [sign("explain"), element("span.grow", {}, fill(words.other_person, { name: saver.reason })), link()],
      offline: () => [sign("explain"), element("span.grow", {}, words.offline_notice)],
      moved: () => [sign("explain"), element("span.grow", {}, words.moved), element("button.btn.s", { type: "button", onclick: () => location.reload() }, words.load_again)],
      refused: () => [sign("error"), element("span.grow", {}, fill(words.refused, { reason: saver.reason }))],
    };
    const banner = find("#banner");
    const isUnkept = !saver.keep.works && this.book.unsaved().length > 0;
    const kind = this.hasMoved ? "moved" : kinds[saver.state] ? saver.state : isUnkept ? "unkept" : "";
    if (banner.dataset.kind === kind) return;
    banner.dataset.kind = kind;
    banner.hidden = !kind;
    if (kind === "unkept") banner.replaceChildren(sign("explain"), element("span.grow", {}, words.not_kept));
    else if (kind) banner.replaceChildren(...kinds[kind]());
  }

  // Somebody has submitted, signed, returned or published it meanwhile; what is typed here stays on this computer.
  moved() {
    this.hasMoved = true;
    this.banner(this.saver);
  }

  counts(answer) {
    const { words } = this;
    const total = Object.keys(this.book.data.cells).length;
    find("#filled").textContent = fill(words.filled, { filled: answer.filled, count: total });
    find("#checked").textContent = answer.saved_at ? fill(words.checked, { time: answer.saved_at }) : "";
    this.open(answer.errors, answer.explains);
  }

  open(errors, explains) {
    const { words } = this;
    find("#need-errors").textContent = fill(words.open_count, { level: words.error, count: errors });
    find("#need-explains").textContent = fill(words.open_count, { level: words.explain, count: explains });
    find("#need-errors").classList.toggle("none", !errors);
    find("#need-explains").classList.toggle("none", !explains);
    this.drawWork(errors + explains);
  }

  // The number beside the clerk's findings in the side bar: of this report and of the others.
  drawWork(count) {
    const { elsewhere, urls } = this.book.data;
    const link = find(`.side nav a[href="${urls.queue}"]`);
    if (elsewhere === null || !link) return;
    const badge = find(".n", link);
    if (badge) badge.remove();
    if (elsewhere + count) link.append(element("b.n", {}, String(elsewhere + count)));
  }
}
