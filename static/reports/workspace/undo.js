// Steps that can be taken back, also after they were saved.
//
// A step is a list of {key, before, after, lock: [before, after] or nothing}.

import { fillTotals } from "./totals.js";

export class Undo {
  constructor(book, saver) {
    Object.assign(this, { book, saver });
    this.done = [];
    this.undone = [];
  }

  record(step) {
    this.done.push(step);
    this.undone = [];
    this.book.emit("recorded");
  }

  undo() {
    this.take(this.done, this.undone, "before", "after", 0, "undone");
  }

  redo() {
    this.take(this.undone, this.done, "after", "before", 1, "redone");
  }

  // A cell that somebody else has changed since is left alone and counted.
  take(from, onto, to, expected, lock, event) {
    const step = from.pop();
    if (!step) {
      this.book.emit("undo", "nothing", 0, 0, null);
      return;
    }
    let count = 0;
    let skipped = 0;
    for (const change of step) {
      if (change.lock) this.book.unlock(change.key, change.lock[lock]);
      if (this.book.text(change.key) !== change[expected]) skipped += 1;
      else if (this.book.put(change.key, change[to], "undone")) count += 1;
    }
    fillTotals(this.book);
    onto.push(step);
    this.book.emit("undo", event, count, skipped, step[0].key);
    this.saver.flush();
  }
}
