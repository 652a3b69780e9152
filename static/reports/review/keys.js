// J and K go through the cards, A accepts, R refuses, O opens at the cell, Z takes back, ? lists them; none in a field.

export class Keys {
  constructor(openDialog) {
    this.openDialog = openDialog;
  }

  start() {
    document.addEventListener("keydown", (event) => this.press(event));
    document.addEventListener("click", (event) => {
      const button = event.target.closest("#show-keys");
      if (button) this.openDialog("keys", button);
    });
  }

  press(event) {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable=true]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = { j: () => this.step(1), k: () => this.step(-1), a: () => this.submit("[data-accept]"), r: () => this.refuse(), o: () => this.open(), z: () => this.submit("[data-undo]"), "?": () => this.openDialog("keys", document.activeElement) }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  }

  get cards() {
    return Array.from(document.querySelectorAll("[data-card]")).filter((card) => card.offsetParent);
  }

  get current() {
    return document.activeElement.closest("[data-card]");
  }

  step(by) {
    const cards = this.cards;
    const at = cards.indexOf(this.current);
    this.goTo(cards[at < 0 ? (by > 0 ? 0 : cards.length - 1) : Math.min(Math.max(at + by, 0), cards.length - 1)]);
  }

  goTo(card) {
    if (!card) return;
    const folded = card.closest("details.hints");
    if (folded) folded.open = true;
    card.querySelector("details").open = true;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }

  submit(selector) {
    const form = this.current && this.current.querySelector(selector);
    if (form) form.requestSubmit();
  }

  refuse() {
    const details = this.current && this.current.querySelector("details.refuse");
    if (!details) return;
    details.open = true;
    details.querySelector("textarea").focus();
  }

  open() {
    const place = this.current && document.getElementById(this.current.dataset.place);
    if (!place) return;
    place.scrollIntoView({ block: "center" });
    document.querySelectorAll("td.on").forEach((cell) => cell.classList.remove("on"));
    if (!place.matches("td")) return;
    place.classList.add("on");
    place.focus({ preventScroll: true });
  }
}
