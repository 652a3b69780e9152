// Asks the server for something beside saving. What was typed has been saved before, so that both speak of the same
// figures; a refusal comes back as a sentence to show where the person is.

export class Asker {
  constructor(book, saver) {
    Object.assign(this, { book, saver });
    this.words = book.data.words;
  }

  // {answer} or {problem, example}. `body` is an object or a form's data.
  async post(url, body) {
    if (!(await this.saver.saveAll())) return { problem: this.words.save_first, example: "" };
    return this.send(url, body, true);
  }

  async send(url, body, mayRenew) {
    const { saver, words } = this;
    let response;
    let answer;
    try {
      response = await saver.request(url, body instanceof FormData ? body : JSON.stringify(body));
      answer = (response.headers.get("Content-Type") || "").includes("json") ? await response.json() : {};
    } catch (lost) {
      return { problem: words.cannot_reach, example: "" };
    }
    if (response.ok) return { answer };
    if (response.status === 401) saver.waitForLogin(answer.message);
    // A token of an older session: a fresh one, once.
    if (response.status === 403 && !answer.message && mayRenew && (await saver.askState())) return this.send(url, body, false);
    return { problem: answer.message || words.server_refused, example: answer.example || "" };
  }
}
