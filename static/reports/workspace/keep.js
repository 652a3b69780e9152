// What is not saved yet is kept on this computer, an entry a cell, until the server has it.

export class Keep {
  constructor(report, user) {
    this.prefix = `govopen:${report}:${user}:`;
    this.works = true;
  }

  put(key, field) {
    const entry = { text: field.text, base: field.stored, source: field.source, detail: field.detail };
    try {
      localStorage.setItem(this.prefix + key, JSON.stringify(entry));
    } catch (refused) {
      this.works = false;
    }
  }

  drop(key) {
    try {
      localStorage.removeItem(this.prefix + key);
    } catch (refused) {
      this.works = false;
    }
  }

  entries() {
    const found = new Map();
    try {
      for (let number = 0; number < localStorage.length; number += 1) {
        const name = localStorage.key(number);
        if (name.startsWith(this.prefix)) found.set(name.slice(this.prefix.length), JSON.parse(localStorage.getItem(name)));
      }
    } catch (refused) {
      this.works = false;
    }
    return found;
  }
}

// Choices about the page (panel folded, last year's figures shown), per person's browser.
export function remember(name, value) {
  try {
    localStorage.setItem(`govopen:page:${name}`, value);
  } catch (refused) {
    return;
  }
}

export function forget(name) {
  try {
    localStorage.removeItem(`govopen:page:${name}`);
  } catch (refused) {
    return;
  }
}

export function recall(name) {
  try {
    return localStorage.getItem(`govopen:page:${name}`);
  } catch (refused) {
    return null;
  }
}
