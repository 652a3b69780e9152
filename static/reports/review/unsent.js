// Words typed into a small form and not sent would be lost when the page moves on: the dialog offers to send or drop them.

const MOVES = ["return", "sign"];

export class Unsent {
  constructor({ words, forms, openDialog, shutDialogs }) {
    Object.assign(this, { words, forms, openDialog, shutDialogs });
  }

  start() {
    document.addEventListener("submit", (event) => {
      if (!MOVES.includes(event.target.id) || !this.fields.length) return;
      event.preventDefault();
      this.show(event.target);
      event.target.querySelector("[data-unsent] button").focus();
    });
    document.addEventListener("keydown", (event) => {
      const isSending = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing;
      if (!isSending || !event.target.matches("textarea") || !event.target.form) return;
      event.preventDefault();
      event.target.form.requestSubmit();
    });
  }

  get fields() {
    return Array.from(document.querySelectorAll("form[data-quick] textarea")).filter((field) => field.value.trim());
  }

  show(dialog) {
    const box = dialog && dialog.querySelector("[data-unsent]");
    if (!box) return;
    const { fields } = this;
    box.hidden = !fields.length;
    const list = document.createElement("ul");
    list.append(...fields.map((field) => this.line(field, dialog)));
    const title = document.createElement("p");
    title.textContent = this.words.unsent;
    box.replaceChildren(title, list);
  }

  line(field, dialog) {
    const line = document.createElement("li");
    const label = document.createElement("b");
    label.textContent = this.about(field);
    const text = document.createElement("p");
    text.textContent = field.value.trim();
    const acts = document.createElement("div");
    acts.className = "acts";
    acts.append(
      this.button(this.words.send_along, "btn s", () => this.send(field, dialog.id)),
      this.button(this.words.discard, "lnk", () => {
        field.value = "";
        this.openDialog(dialog.id, null);
      }),
    );
    line.append(label, text, acts);
    return line;
  }

  about(field) {
    const message = field.closest("[data-card]") && field.closest("[data-card]").querySelector("summary b");
    const label = document.querySelector(`label[for="${field.id}"]`);
    return (message || label || field).textContent;
  }

  button(label, css, run) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = css;
    button.textContent = label;
    button.addEventListener("click", run);
    return button;
  }

  // What the server refuses, and why, is shown at the form itself.
  async send(field, id) {
    if (await this.forms.send(field.form)) {
      this.openDialog(document.getElementById(id) ? id : "early", document.getElementById(`${id}-button`));
      return;
    }
    this.shutDialogs();
    const folded = field.closest("details:not([open])");
    if (folded) folded.open = true;
    field.focus();
  }
}
