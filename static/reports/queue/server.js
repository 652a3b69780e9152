// Asking the server. An answer that is no JSON is the log-in page: the session is over.

export class Refused extends Error {
  constructor(kind, message) {
    super(message || kind);
    this.kind = kind; // "refused" with the server's sentence, "gone", "signed_out", "offline"
  }
}

async function ask(address, options) {
  let response;
  try {
    response = await fetch(address, { credentials: "same-origin", ...options, headers: { Accept: "application/json" } });
  } catch (error) {
    throw new Refused("offline");
  }
  const isJson = (response.headers.get("Content-Type") || "").includes("application/json");
  if (response.ok && isJson) return response.json();
  if (isJson) {
    const said = await response.json();
    throw new Refused("refused", [said.message, said.example].filter(Boolean).join(" "));
  }
  if (response.status === 404) throw new Refused("gone");
  throw new Refused(response.redirected || response.status === 401 || response.status === 403 ? "signed_out" : "offline");
}

export function get(address) {
  return ask(address, {});
}

export function post(form, extra) {
  const body = new URLSearchParams(new FormData(form));
  for (const [name, value] of extra || []) body.append(name, value);
  return ask(form.action, { method: "POST", body });
}
