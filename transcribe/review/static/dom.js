// Small helpers for the page: finding elements, times as text, and changing a region without losing focus.

export const find = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];
export const byId = (id) => document.getElementById(id);

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const padded = String(rest).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${padded}` : `${minutes}:${padded}`;
}

export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// "none" stands for nothing there, "=text" for that text: so that an empty text can be told from nothing.
export const decoded = (value) => (value === "none" ? null : value.replace(/^=/, ""));

// What a reader's hand has changed and not yet sent must not be overwritten.
const isBeingEdited = (element) => element === document.activeElement && element.matches("textarea, input:not([type=checkbox])");

export function show(container, html) {
  const fresh = container.cloneNode(false);
  fresh.innerHTML = html; // rendered and escaped by the server; the policy forbids scripts in it
  morphChildren(container, fresh);
}

export function parsed(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.firstElementChild;
}

export function morph(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName || (old.id || "") !== (fresh.id || "")) {
    old.replaceWith(fresh);
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && name !== "style" && !(old.nodeName === "DETAILS" && name === "open")) old.removeAttribute(name);
  }
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old.nodeName === "TEXTAREA") {
    if (!isBeingEdited(old)) old.value = fresh.defaultValue;
    old.defaultValue = fresh.defaultValue;
    return;
  }
  if (old.nodeName === "INPUT") {
    old.checked = fresh.checked;
    if (!isBeingEdited(old) && old.type !== "checkbox") old.value = fresh.value;
    return;
  }
  morphChildren(old, fresh);
  if (old.nodeName === "SELECT") old.value = fresh.value;
}

function morphChildren(old, fresh) {
  const named = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
  let place = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const kept = wanted.id ? named.get(wanted.id) : undefined;
    if (kept) {
      if (kept === place) place = place.nextSibling;
      else old.insertBefore(kept, place);
      morph(kept, wanted);
    } else if (place && !place.id && place.nodeName === wanted.nodeName && !wanted.id) {
      const following = place.nextSibling;
      morph(place, wanted);
      place = following;
    } else {
      old.insertBefore(wanted, place);
    }
  }
  while (place) {
    const following = place.nextSibling;
    place.remove();
    place = following;
  }
}

let toastEnds = 0;
export function toast(text) {
  const element = byId("toast");
  element.textContent = text;
  element.hidden = false;
  clearTimeout(toastEnds);
  toastEnds = setTimeout(() => { element.hidden = true; }, 6000);
}

// Opens a dialog and resolves to the value of the button that closed it, "" for Escape.
export function ask(dialog) {
  dialog.returnValue = "";
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
    dialog.showModal();
  });
}
