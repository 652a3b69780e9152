// Small forms sent without leaving the page: on success the changed parts are fetched anew, a refusal is said in place.

const PARTS = ["#head", "#tabs", "#sheet", "#find"];

export class Forms {
  constructor(words, dress) {
    Object.assign(this, { words, dress });
  }

  start() {
    document.addEventListener("submit", (event) => {
      if (!("quick" in event.target.dataset)) return;
      event.preventDefault();
      this.send(event.target);
    });
  }

  // Whether the server took it.
  async send(form) {
    if (form.dataset.busy) return false;
    form.dataset.busy = "1";
    try {
      const body = new FormData(form);
      const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const isJson = (response.headers.get("Content-Type") || "").includes("application/json");
      if (!isJson) this.refuse(form, this.words.signed_out);
      else if (!response.ok) this.refuse(form, await response.json());
      else {
        await this.settled(form, (await response.json()).message);
        return true;
      }
    } catch {
      this.refuse(form, this.words.failed);
    } finally {
      delete form.dataset.busy;
    }
    return false;
  }

  // What was typed stays; the reason, and the example of a good one, stand beside it.
  refuse(form, answer) {
    const text = typeof answer === "string" ? answer : [answer.message, answer.example].filter(Boolean).join(" ");
    const place = form.querySelector(".problem");
    if (!place) return this.toast(text, true);
    place.textContent = text;
    place.hidden = false;
    const field = form.querySelector("textarea");
    if (field) field.focus();
  }

  async settled(form, message) {
    const card = form.closest("[data-card]");
    const next = card && Array.from(document.querySelectorAll("[data-decide]")).find((other) => other !== card && card.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
    form.querySelectorAll("textarea").forEach((field) => (field.value = ""));
    form.dispatchEvent(new CustomEvent("settled", { bubbles: true }));
    await this.refresh();
    this.toast(message, false);
    const again = (next && document.getElementById(next.id)) || (card && document.getElementById(card.id)) || document.getElementById("opinions");
    if (!again) return;
    if (!again.hasAttribute("tabindex")) again.tabIndex = -1;
    again.focus({ preventScroll: true });
    again.scrollIntoView({ block: "nearest" });
  }

  // Texts that are being typed elsewhere on the page, open cards and places of scrolling survive.
  async refresh() {
    const response = await fetch(location.pathname + location.search, { headers: { Accept: "text/html", "X-Requested-With": "XMLHttpRequest" } });
    if (!response.ok) throw new Error("not refreshed");
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const scrolled = document.getElementById("scrl").scrollTop;
    const typed = new Map();
    document.querySelectorAll("textarea[id], input[type=date][id]").forEach((field) => field.value && typed.set(field.id, field.value));
    for (const part of PARTS) {
      const [old, made] = [document.querySelector(part), fresh.querySelector(part)];
      if (old && made) old.replaceWith(document.importNode(made, true));
    }
    for (const [id, text] of typed) {
      const field = document.getElementById(id);
      if (!field) continue;
      field.value = text;
      const folded = field.closest("details:not([open])");
      if (folded) folded.open = true;
    }
    document.getElementById("scrl").scrollTop = scrolled;
    this.dress();
  }

  toast(text, isError) {
    let box = document.querySelector(".toasts.ours");
    if (!box) {
      box = document.createElement("div");
      box.className = "toasts ours";
      box.setAttribute("role", "status");
      document.body.append(box);
    }
    const note = document.createElement("div");
    note.className = isError ? "toast e" : "toast";
    const words = document.createElement("span");
    words.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "cl";
    close.dataset.close = "";
    close.setAttribute("aria-label", this.words.close);
    close.innerHTML = '<i class="ic i-x" aria-hidden="true"></i>';
    note.append(words, close);
    box.replaceChildren(note);
    if (!isError) setTimeout(() => note.remove(), 6000);
  }
}
