// Steps of one text that can be taken back: the browser's own would not survive chips and texts put in from elsewhere.

const MOST = 200;
const PAUSE = 1000; // ms after which typing on counts as a new step

export class TextHistory {
  reset(text, caret) {
    this.steps = [{ text, caret }];
    this.at = 0;
    this.kind = "";
    this.since = 0;
  }

  // `kind` is the browser's name of the input; a run of typed or of deleted characters is one step.
  record(text, caret, kind) {
    if (text === this.steps[this.at].text) {
      this.steps[this.at].caret = caret;
      return;
    }
    const isRun = kind === this.kind && /^(insertText|insertCompositionText|delete)/.test(kind) && Date.now() - this.since < PAUSE;
    this.steps.length = this.at + 1;
    if (isRun && this.at > 0) this.steps[this.at] = { text, caret };
    else this.steps.push({ text, caret });
    if (this.steps.length > MOST) this.steps.shift();
    this.at = this.steps.length - 1;
    this.kind = kind;
    this.since = Date.now();
  }

  // The step before (-1) or after (1), or null.
  step(by) {
    const step = this.steps[this.at + by];
    if (!step) return null;
    this.at += by;
    this.kind = "";
    return step;
  }
}
