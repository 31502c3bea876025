// The three questions to the server. Each answer sets the clock. Nothing here throws for lack of a network:
// `offline` and `signedOut` are answers like others.

import { setTime } from "./clock.js";

const SECONDS = 12;
const LANGUAGE = `?language=${document.documentElement.lang}`;
let csrf = "";

async function ask(path, options = {}) {
  const askedAt = performance.now();
  let response;
  try {
    // A sign-in page in the way is a redirect, and no answer to follow.
    response = await fetch(`/admin/gate/${path}`, {
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout?.(SECONDS * 1000),
      ...options,
    });
  } catch {
    return { offline: true };
  }
  if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) return { signedOut: true };
  if (response.status === 404) return { gone: true };
  const content = await response.json().catch(() => undefined);
  if (content === undefined) return { offline: true };
  if (content.now) setTime(content.now, askedAt);
  return { ok: response.ok, status: response.status, ...content };
}

export async function hello() {
  const answer = await ask(`hello/${LANGUAGE}`);
  if (answer.csrf) csrf = answer.csrf;
  return answer;
}

export function fetchList(session) {
  return ask(`sessions/${session}/list/${LANGUAGE}`);
}

export function sendScans(session, pass, device, scans) {
  return ask(`sessions/${session}/scans/`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({ pass, device, scans }),
  });
}

export function signOut() {
  return ask("../logout/", { method: "POST", headers: { "X-CSRFToken": csrf } });
}
