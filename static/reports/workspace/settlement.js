// How far a finding is settled, and what that makes of it on the screen.

const DONE = ["explained", "accepted", "waived"];

// A hint settles nothing, whatever was said of it.
export function isDone(finding) {
  return finding.level !== "hint" && DONE.includes(finding.settlement);
}

// Whether it stands between the report and its submission.
export function isOpen(finding) {
  if (finding.level === "error") return finding.settlement !== "waived";
  return finding.level === "explain" && !isDone(finding);
}

// Which sign it has: its level's, or that of what has been explained.
export function signOf(finding) {
  return isDone(finding) && !(finding.level === "error" && finding.settlement !== "waived") ? "explained" : finding.level;
}

// The order of the panel; `place` is the order of the paper.
const ORDER = ["error", "explain", "hint", "explained"];

export function inOrder(list) {
  return list
    .map((finding, place) => [ORDER.indexOf(signOf(finding)), place, finding])
    .sort((one, other) => one[0] - other[0] || one[1] - other[1])
    .map(([, , finding]) => finding);
}
