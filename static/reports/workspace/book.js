// All cells and texts of the report as they stand on this screen, beside what the server holds.
//
// field: text (shown), stored (held by the server, what a change is based on), source, detail (of the source: which
// suggestion), clash ({theirs, who, at, original} when somebody else changed it), refused (the server's sentence) and
// refusedText.

export class Book {
  constructor(data) {
    this.data = data;
    this.fields = new Map();
    this.unlocked = new Set(data.unlocked);
    this.listeners = {};
    for (const [key, text] of Object.entries(data.values)) {
      this.fields.set(key, { text, stored: text, source: "typed", detail: "", clash: null, refused: "", refusedText: "" });
    }
  }

  on(event, listener) {
    (this.listeners[event] = this.listeners[event] || []).push(listener);
  }

  emit(event, ...details) {
    (this.listeners[event] || []).forEach((listener) => listener(...details));
  }

  isCell(key) {
    return key in this.data.cells;
  }

  kind(key) {
    return this.data.cells[key].kind;
  }

  isTotal(key) {
    return key in this.data.totals;
  }

  isLocked(key) {
    return this.isTotal(key) && !this.unlocked.has(key);
  }

  text(key) {
    return this.fields.get(key).text;
  }

  // Short name of a cell, for notices and boxes.
  name(key) {
    if (!this.isCell(key)) return this.data.words[`text_${key}`] || key;
    const { row, column, label } = this.data.cells[key];
    return label.includes("·") ? `${row}·${column}` : row;
  }

  isUnsaved(key) {
    const field = this.fields.get(key);
    return field.text !== field.stored;
  }

  // Unsaved, and worth sending: not waiting for a decision, not the very text the server has refused.
  toSend() {
    return Array.from(this.fields.keys()).filter((key) => {
      const field = this.fields.get(key);
      return this.isUnsaved(key) && !field.clash && !(field.refused && field.refusedText === field.text);
    });
  }

  unsaved() {
    return Array.from(this.fields.keys()).filter((key) => this.isUnsaved(key));
  }

  clashes() {
    return Array.from(this.fields.keys()).filter((key) => this.fields.get(key).clash);
  }

  // A person (or a total that adds itself up) puts `text` there.
  put(key, text, source, detail) {
    const field = this.fields.get(key);
    if (field.text === text) return false;
    field.text = text;
    field.source = source;
    field.detail = detail || "";
    if (field.refused && field.refusedText !== text) field.refused = "";
    if (field.clash && field.clash.theirs === text) this.settle(key, field.clash.theirs);
    this.emit("edited", key);
    this.emit("changed", key);
    return true;
  }

  // The server holds `text` there now.
  settle(key, text) {
    const field = this.fields.get(key);
    field.stored = text;
    field.clash = null;
    field.refused = "";
    this.emit("settled", key);
  }

  unlock(key, isUnlocked) {
    if (isUnlocked) this.unlocked.add(key);
    else this.unlocked.delete(key);
    this.emit("changed", key);
  }
}
