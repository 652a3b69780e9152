// Sends what changed, one request at a time, until the server has all of it. Nothing typed is ever thrown away here.

import { fillTotals, followLocks } from "./totals.js";

const PAUSE = 800; // ms after the last key before a cell that is still being typed in is saved
const PATIENCE = 15000; // ms before a request counts as lost
const LONGEST_WAIT = 30000;
const LOOK = 20000; // ms between looks whether somebody else has saved
const LOGIN_LOOK = 2500; // ms between looks whether the person has logged in again

export class Saver {
  constructor(book, keep) {
    this.book = book;
    this.keep = keep;
    this.urls = book.data.urls;
    this.revision = book.data.report.revision;
    this.said = book.data.said;
    this.csrf = book.data.csrf;
    this.savedAt = book.data.saved_at;
    this.state = "saved"; // saved, saving, offline, signed_out, fault, refused
    this.reason = "";
    this.timer = null;
    this.isSending = false;
    this.isWanted = false;
    this.failures = 0;
    book.on("edited", (key) => this.noteEdit(key));
  }

  start() {
    window.addEventListener("online", () => this.flush());
    window.addEventListener("offline", () => this.enter("offline"));
    window.addEventListener("focus", () => this.look());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.flush();
      else this.look();
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.keep.works && this.book.unsaved().length) {
        event.preventDefault();
        event.returnValue = "";
      }
    });
    setInterval(() => this.look(), LOOK);
    this.bringBack();
  }

  // Unsaved entries of an earlier visit; each is compared with what the server holds when it is sent.
  bringBack() {
    if (!this.book.data.report.editable) return;
    let count = 0;
    for (const [key, entry] of this.keep.entries()) {
      const field = this.book.fields.get(key);
      if (!field || field.stored === entry.text) {
        this.keep.drop(key);
      } else {
        if (this.book.isTotal(key) && entry.source !== "total") this.book.unlock(key, true);
        field.stored = entry.base;
        this.book.put(key, entry.text, entry.source, entry.detail);
        count += entry.source === "total" ? 0 : 1;
      }
    }
    if (count) {
      fillTotals(this.book);
      this.book.emit("restored", count);
      this.flush();
    }
  }

  noteEdit(key) {
    if (this.book.isUnsaved(key)) this.keep.put(key, this.book.fields.get(key));
    else this.keep.drop(key);
    this.later(PAUSE);
    this.book.emit("status");
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), wait);
  }

  enter(state, reason) {
    this.state = state;
    this.reason = reason || "";
    this.book.emit("status");
  }

  // Save now. `always`: ask even with nothing to send, to learn what others changed.
  async flush(always) {
    clearTimeout(this.timer);
    if (!this.book.data.report.editable) return;
    if (this.isSending) {
      this.isWanted = true;
      return;
    }
    const keys = this.book.toSend();
    if (!keys.length && !always && this.state !== "offline" && this.state !== "fault") {
      if (this.state === "saving") this.enter("saved");
      return;
    }
    this.isSending = true;
    if (keys.length && this.state === "saved") this.enter("saving");
    try {
      await this.send(keys);
    } finally {
      this.isSending = false;
    }
    if (this.isWanted || (this.state === "saved" && this.book.toSend().length)) {
      this.isWanted = false;
      if (this.state === "saved" || this.state === "saving") this.flush();
    }
  }

  // Everything typed is with the server, or this says false.
  async saveAll() {
    await this.flush();
    while (this.isSending) await new Promise((done) => setTimeout(done, 30));
    return !this.book.toSend().length && (this.state === "saved" || !this.book.data.report.editable);
  }

  async send(keys) {
    const sent = {};
    const body = { revision: this.revision, cells: {}, texts: {} };
    for (const key of keys) {
      const field = this.book.fields.get(key);
      sent[key] = field.text;
      body[this.book.isCell(key) ? "cells" : "texts"][key] = { value: field.text, base: field.stored, source: field.source, detail: field.detail };
    }
    let response;
    let answer;
    try {
      response = await this.request(this.urls.save, JSON.stringify(body));
      answer = (response.headers.get("Content-Type") || "").includes("json") ? await response.json() : {};
    } catch (lost) {
      this.retry("offline", "");
      return;
    }
    if (response.ok) this.take(answer, sent);
    else if (response.status === 401) this.waitForLogin(answer.message);
    else if (response.status === 403 && !answer.message) await this.renewToken();
    else if (response.status >= 500) this.retry("fault", "");
    else this.enter("refused", answer.message || String(response.status));
  }

  request(url, body) {
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), PATIENCE);
    const options = { signal: control.signal, credentials: "same-origin", headers: { Accept: "application/json" } };
    if (body !== undefined) {
      Object.assign(options, { method: "POST", body });
      Object.assign(options.headers, { "X-CSRFToken": this.csrf });
      if (!(body instanceof FormData)) options.headers["Content-Type"] = "application/json";
      if (document.hidden && body.length < 60000) options.keepalive = true;
    }
    return fetch(url, options).finally(() => clearTimeout(timer));
  }

  retry(state, reason) {
    this.failures += 1;
    this.enter(state, reason);
    this.later(Math.min(LONGEST_WAIT, 1000 * 2 ** (this.failures - 1)));
  }

  // The token belongs to an older session: ask for a fresh one, once; a second refusal is final.
  async renewToken() {
    const old = this.csrf;
    const held = await this.askState();
    if (held && held.csrf !== old && this.failures < 3) this.retry("saving", "");
    else if (held) this.enter("refused", "403");
  }

  // What the server says of the session; null (and the state entered) when there is none.
  async askState() {
    let response;
    let answer;
    try {
      response = await this.request(this.urls.state);
      answer = await response.json();
    } catch (lost) {
      this.retry("offline", "");
      return null;
    }
    if (response.status === 401) {
      this.waitForLogin(answer.message);
      return null;
    }
    if (!response.ok) return null;
    if (answer.user !== this.book.data.user) {
      this.enter("other_person", answer.name);
      setTimeout(() => this.lookForLogin(), LOGIN_LOOK);
      return null;
    }
    this.csrf = answer.csrf;
    return answer;
  }

  waitForLogin(message) {
    if (this.state !== "signed_out") this.enter("signed_out", message);
    setTimeout(() => this.lookForLogin(), LOGIN_LOOK);
  }

  async lookForLogin() {
    if (await this.askState()) {
      this.enter("saving");
      this.flush(true);
    }
  }

  // Has somebody else saved? A cheap question; the changes themselves come with an empty save.
  async look() {
    if (document.hidden || this.isSending || this.state === "signed_out" || this.state === "other_person") return;
    const held = await this.askState();
    if (!held) return;
    const { report } = this.book.data;
    if (held.state !== report.state || held.stage !== report.stage) this.book.emit("moved");
    else if (report.editable && (this.state === "offline" || held.revision !== this.revision || held.said !== this.said)) this.flush(true);
  }

  take(answer, sent) {
    const { book } = this;
    const wasAway = this.state === "offline" || this.state === "signed_out" || this.state === "fault";
    this.failures = 0;
    this.revision = answer.revision;
    this.said = answer.said;
    if (answer.saved_at) this.savedAt = answer.saved_at;
    for (const [key, text] of Object.entries(answer.saved)) this.takeSaved(key, text, sent[key]);
    for (const [key, reason] of Object.entries(answer.rejected)) this.takeRejected(key, reason, sent[key]);
    const others = [];
    for (const [key, change] of Object.entries(answer.changed)) if (this.takeChanged(key, change)) others.push(key);
    for (const [key, clash] of Object.entries(answer.conflicts)) this.takeClash(key, clash);
    followLocks(book, others);
    fillTotals(book);
    this.enter("saved");
    book.emit("answered", answer, others.map((key) => [key, answer.changed[key]]), wasAway);
  }

  takeSaved(key, text, sentText) {
    const field = this.book.fields.get(key);
    const isUntouched = field.text === sentText;
    this.book.settle(key, text);
    if (isUntouched) field.text = text;
    if (field.text === text) this.keep.drop(key);
    else this.keep.put(key, field);
    if (isUntouched && text !== sentText) this.book.emit("folded", key, sentText, text);
    this.book.emit("changed", key);
  }

  takeRejected(key, reason, sentText) {
    const field = this.book.fields.get(key);
    field.refused = reason;
    field.refusedText = sentText;
    this.book.emit("changed", key);
  }

  // Somebody else's change: shown, unless this person has typed there since; that waits for its own save.
  takeChanged(key, change) {
    const field = this.book.fields.get(key);
    if (!field) return false;
    if (field.clash) Object.assign(field.clash, { theirs: change.value, who: change.who, at: change.at });
    if (this.book.isUnsaved(key)) return false;
    field.stored = change.value;
    field.text = change.value;
    this.book.emit("changed", key);
    return true;
  }

  takeClash(key, clash) {
    const field = this.book.fields.get(key);
    if (this.book.isLocked(key)) {
      // A sum is not an opinion: it is taken anew from the parts as they now stand.
      field.stored = clash.theirs;
    } else if (field.text === clash.theirs) {
      this.book.settle(key, clash.theirs);
      this.keep.drop(key);
    } else {
      field.clash = { theirs: clash.theirs, who: clash.who, at: clash.at, original: clash.original };
      this.book.emit("clashed", key);
    }
    this.book.emit("changed", key);
  }

  // The person has chosen; either way the choice is made over what the other person saved.
  decide(key, takeMine) {
    const field = this.book.fields.get(key);
    const { theirs } = field.clash;
    field.stored = theirs;
    field.clash = null;
    field.source = "typed";
    if (takeMine) {
      this.keep.put(key, field);
    } else {
      field.text = theirs;
      this.keep.drop(key);
    }
    this.book.emit("changed", key);
    fillTotals(this.book);
    this.book.emit("status");
    this.flush();
  }
}
