// Every change goes to the server at once, with the digest of what this page shows; the answer is the page as it is now.

import { ask, byId, find, morph, parsed, show, toast } from "./dom.js";

const listeners = [];
let digest = document.body.dataset.digest;
let queue = Promise.resolve();
let waiting = 0;

export const onChange = (listener) => listeners.push(listener);

function say(text, failed = false) {
  const saved = byId("saved");
  saved.textContent = text;
  saved.classList.toggle("failed", failed);
}

async function request(path, body, keepalive = false) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ digest, ...body }),
    keepalive,
  });
  return { status: response.status, answer: await response.json().catch(() => ({})) };
}

export function apply(answer) {
  digest = answer.digest;
  for (const [name, html] of Object.entries(answer.regions)) show(byId(name), html);
  for (const [id, html] of Object.entries(answer.rows)) {
    const old = byId(id);
    if (old) morph(old, parsed(html));
  }
  for (const listener of listeners) listener(answer);
}

export async function refresh() {
  const response = await fetch("view");
  if (response.ok) apply(await response.json());
}

async function resolveConflict(path, body, message) {
  byId("conflict-text").textContent = `${message} Your change was not made yet.`;
  const choice = await ask(byId("conflict-dialog"));
  await refresh();
  return choice === "mine" ? attempt(path, body) : null;
}

async function attempt(path, body, keepalive = false) {
  let result;
  try {
    result = await request(path, body, keepalive);
  } catch {
    say("Not saved: the server is not running. Start transcribe review again.", true);
    toast("Not saved: the server is not running any more. What was saved before is safe.");
    return null;
  }
  const { status, answer } = result;
  if (status === 200) {
    apply(answer);
    say("Saved");
    return answer;
  }
  if (status === 409 && answer.kind === "Conflict") return resolveConflict(path, body, answer.message);
  say(status === 409 ? "Page changed" : "Not saved", true);
  toast(answer.message || "This could not be saved.");
  if (status === 422) await refresh();
  return status === 409 ? { refused: answer.message } : null;
}

// One after the other: the next change carries the digest that the one before brought.
export function post(path, body = {}, keepalive = false) {
  waiting += 1;
  say("Saving …");
  const result = queue.then(() => attempt(path, body, keepalive));
  queue = result.catch(() => null).finally(() => { waiting -= 1; });
  return result;
}

export const edit = (...edits) => post("edit", { edits });
const isSaving = () => waiting > 0;

// Another tab or program may have changed the call while this one was not looked at.
export function watchOthers() {
  const look = async () => {
    if (document.visibilityState !== "visible" || isSaving() || find("dialog[open]")) return;
    const response = await fetch("digest").catch(() => null);
    if (!response || !response.ok || isSaving()) return;
    if ((await response.json()).digest !== digest && !hasUnsent()) {
      await refresh();
      toast("Somebody or something else changed this call; this is the newest.");
    }
  };
  document.addEventListener("visibilitychange", look);
  window.addEventListener("focus", look);
}

const hasUnsent = () => {
  const active = document.activeElement;
  return Boolean(active && active.matches("textarea[data-target]") && active.value !== active.defaultValue);
};

// Closing the tab in the middle of a line must not lose it.
export function sendBeforeLeaving() {
  const send = () => {
    const active = document.activeElement;
    if (hasUnsent() && active.value.trim()) {
      const { target, field } = active.dataset;
      post("edit", { edits: [{ target, field, now: active.value.trim() }] }, true);
      active.defaultValue = active.value;
    }
  };
  window.addEventListener("pagehide", send);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send());
}
