// The transcript beside the sound: it follows, each word can be played, and corrected in place.

import { edit } from "./api.js";
import { all, ask, byId, clock, find, make } from "./dom.js";
import { jump, media, now, onTime, playFrom, playStretches } from "./player.js";

const list = byId("transcript");
const HANDS_OFF_MS = 4000;
const LOOK_AGAIN_MS = 500;
let current = null;
let word = null;
let lastScrolledByHand = 0;
let lastLooked = 0;
let index = [];

const plain = (text) => text.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
const times = (row) => find(".words", row).dataset.times.split(" ").map((moment) => Number(moment) / 100);
export const textOf = (row) => find(".words", row).textContent;
export const rows = () => index;

export function reindex() {
  index = [...list.children].map((row) => ({ row, start: Number(row.dataset.start), end: Number(row.dataset.end) }));
  watchSight();
  current = null;
  word = null;
  follow(now());
}

// Words become elements only in rows that are near the window, so that a long call stays light.
let seen = null;
function watchSight() {
  const box = byId("panel-transcript");
  seen?.disconnect();
  seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) split(target);
  }, { root: getComputedStyle(box).overflowY === "auto" ? box : null, rootMargin: "600px" });
  for (const { row } of index) seen.observe(row);
}

function split(row) {
  const words = find(".words", row);
  if (!words || words.firstElementChild) return;
  const moments = times(row);
  const parts = words.textContent.split(/\s+/).filter(Boolean);
  words.replaceChildren(...parts.flatMap((part, place) => {
    const element = make("span", { className: "word", textContent: part });
    element.dataset.at = moments[place] ?? row.dataset.start;
    return place ? [" ", element] : [element];
  }));
}

export function at(seconds) {
  let [low, high] = [0, index.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (index[middle].start <= seconds + 0.05) low = middle;
    else high = middle - 1;
  }
  return index[low] ? low : -1;
}

function markWord(row, seconds) {
  const said = all(".word", row);
  const moments = said.map((one) => Number(one.dataset.at));
  const place = moments.findLastIndex((moment) => moment <= seconds + 0.05);
  if (said[place] === word) return;
  word?.classList.remove("now");
  word = said[place] ?? null;
  word?.classList.add("now");
}

function follow(seconds) {
  const entry = index[at(seconds)];
  if (!entry) return;
  const { row } = entry;
  if (row !== current || !row.hasAttribute("aria-current")) {
    current?.removeAttribute("aria-current");
    current = row;
    row.setAttribute("aria-current", "true");
    lastLooked = 0;
  }
  keepInSight(row, seconds);
  split(row);
  markWord(row, seconds);
}

// Rows far away have only a guessed height until they are drawn, so one scroll may miss: look again a little later.
function keepInSight(row, seconds) {
  const wanted = byId("follow")?.checked && media && (!media.paused || seconds > 0) && row.offsetParent;
  if (!wanted || Date.now() - lastScrolledByHand < HANDS_OFF_MS || Date.now() - lastLooked < LOOK_AGAIN_MS) return;
  lastLooked = Date.now();
  const box = byId("panel-transcript");
  const own = getComputedStyle(box).overflowY === "auto";
  const outer = own ? box.getBoundingClientRect() : { top: find(".top").offsetHeight, bottom: innerHeight };
  const inner = row.getBoundingClientRect();
  const height = outer.bottom - outer.top;
  if (inner.top >= outer.top + 8 && inner.top <= outer.bottom - height / 4) return;
  const far = Math.abs(inner.top - outer.top) > 2 * height;
  const calm = far || matchMedia("(prefers-reduced-motion: reduce)").matches;
  const top = inner.top - outer.top - height / 4;
  (own ? box : window).scrollBy({ top, behavior: calm ? "auto" : "smooth" });
  setTimeout(() => current === row && keepInSight(row, seconds), LOOK_AGAIN_MS + 50);
}

export function step(many) {
  const place = at(now());
  const wanted = index[Math.min(Math.max(0, place + many), index.length - 1)];
  if (!wanted) return;
  lastScrolledByHand = 0;
  if (media.paused) jump(wanted.start); else playFrom(wanted.start);
}

export const currentRow = () => index[at(now())]?.row ?? null;

// Double-click or F2: the word becomes a field; Enter keeps it, Escape leaves it.
function correct(element) {
  const row = element.closest(".utterance");
  const place = all(".word", row).indexOf(element);
  const field = make("input", { value: element.textContent, className: "correcting" });
  field.setAttribute("aria-label", "Corrected word");
  field.size = Math.max(4, element.textContent.length + 2);
  let done = false;
  const finish = async (keep) => {
    if (done) return;
    done = true;
    const [before, after] = [element.textContent, field.value.trim()];
    field.replaceWith(element);
    if (!keep || !after || after === before) return;
    if (await edit(withWord(row, place, after))) offerElsewhere(plain(before), after, row.id);
  };
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") finish(true);
    if (event.key === "Escape") finish(false);
  });
  field.addEventListener("blur", () => finish(true));
  element.replaceWith(field);
  field.focus();
  field.select();
}

function withWord(row, place, text) {
  const words = textOf(row).split(/\s+/).filter(Boolean);
  words[place] = text;
  return { target: row.id, field: "text", now: words.join(" ") };
}

// The case and the marks around the word stay as they are at each place.
function alike(old, corrected) {
  const [, front, , back] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su.exec(old);
  return front + corrected.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "") + back;
}

// Offered when exactly one word of an utterance was changed.
export function offerAfter(row, old, now) {
  const [before, after] = [old, now].map((text) => text.split(/\s+/).filter(Boolean));
  const changed = before.map((said, place) => place).filter((place) => before[place] !== after[place]);
  if (before.length === after.length && changed.length === 1) {
    offerElsewhere(plain(before[changed[0]]), after[changed[0]], row.id);
  }
}

async function offerElsewhere(before, after, except) {
  const found = index.flatMap(({ row }) => textOf(row).split(/\s+/).filter(Boolean)
    .map((said, place) => ({ row, said, place })).filter(({ said }) => plain(said) === before && row.id !== except));
  if (!before || !found.length) return;
  byId("same-lead").textContent = `“${before}” was also heard ${found.length === 1 ? "once" : `${found.length} times`} elsewhere. Listen, then correct it where it is the same word.`;
  byId("same-list").replaceChildren(...found.map(({ row, said, place }) => {
    const moment = times(row)[place] ?? Number(row.dataset.start);
    const words = textOf(row).split(/\s+/).filter(Boolean);
    const play = make("button", { type: "button", className: "time", textContent: `▶ ${clock(moment)}` });
    play.addEventListener("click", () => playStretches([[Math.max(0, moment - 1.5), moment + 2]]));
    const change = make("button", { type: "button", className: "go", textContent: `Correct to “${alike(said, after)}”` });
    change.addEventListener("click", async () => {
      change.disabled = true;
      if (await edit(withWord(row, place, alike(said, after)))) change.textContent = "Corrected";
    });
    const context = make("span", { className: "context" },
      `… ${words.slice(Math.max(0, place - 4), place).join(" ")} `, make("mark", { textContent: said }), ` ${words.slice(place + 1, place + 5).join(" ")} …`);
    return make("li", {}, play, context, change);
  }));
  await ask(byId("same-dialog"));
}

export function start() {
  list.addEventListener("click", ({ target }) => {
    if (target.matches(".word") && !window.getSelection().toString()) playFrom(Number(target.dataset.at));
  });
  list.addEventListener("dblclick", (event) => {
    if (!event.target.matches(".word")) return;
    event.preventDefault();
    window.getSelection().removeAllRanges();
    media?.pause();
    correct(event.target);
  });
  const byHand = () => { lastScrolledByHand = Date.now(); };
  byId("panel-transcript").addEventListener("keydown", ({ key }) => /^(Page|Home|End)/.test(key) && byHand());
  for (const kind of ["wheel", "touchmove"]) byId("panel-transcript").addEventListener(kind, byHand, { passive: true });
  byId("previous")?.addEventListener("click", () => step(-1));
  byId("next")?.addEventListener("click", () => step(1));
  onTime(follow);
  matchMedia("(max-width: 56rem)").addEventListener("change", watchSight);
  reindex();
}
