// The strip under the waveform: which item is talked about when; its borders can be dragged or moved with the arrows.

import { edit } from "./api.js";
import { byId, clock, make } from "./dom.js";
import { duration, jump } from "./player.js";

const strip = byId("strip");
let sections = [];

const starts = () => [...document.querySelectorAll("#transcript > .utterance")].map((row) => [Number(row.dataset.start), row.id]);
const percent = (seconds) => `${(100 * seconds) / (duration() || 1)}%`;
const value = (item) => item ?? null;

export function draw(timeline) {
  if (!strip) return;
  sections = timeline.sections;
  const focused = document.activeElement?.id;
  strip.replaceChildren(...sections.map(block), ...sections.slice(1).map((section, index) => border(section, index + 1)));
  if (focused?.startsWith("border-")) byId(focused)?.focus();
}

function block(section, index) {
  const end = sections[index + 1]?.start ?? duration();
  const start = index ? section.start : 0;
  const element = make("button", {
    type: "button",
    className: `block item-${section.number % 3}${section.item ? "" : " off"}`,
    tabIndex: -1,
    title: `${section.title}, ${clock(section.start)}`,
  }, make("span", { textContent: section.item ? section.number : "" }));
  element.setAttribute("aria-label", `${section.title}, from ${clock(section.start)}`);
  element.style.left = percent(start);
  element.style.width = percent(Math.max(0, end - start));
  element.addEventListener("click", () => jump(section.start));
  return element;
}

function border(section, index) {
  const element = make("div", { className: "border", id: `border-${index}`, tabIndex: 0 });
  element.setAttribute("role", "slider");
  element.setAttribute("aria-label", `Start of ${section.title}`);
  element.setAttribute("aria-valuemin", "0");
  element.setAttribute("aria-valuemax", String(Math.round(duration())));
  place(element, section.start);
  element.addEventListener("keydown", (event) => step(event, index));
  element.addEventListener("pointerdown", (event) => drag(event, element, index));
  return element;
}

function place(element, seconds) {
  element.style.left = percent(seconds);
  element.setAttribute("aria-valuenow", String(Math.round(seconds)));
  element.setAttribute("aria-valuetext", clock(seconds));
  element.dataset.shows = clock(seconds);
}

// Between the first utterance of the section before (which must keep one) and the last of this one.
function allowed(index) {
  const from = sections[index - 1].start;
  const to = sections[index + 1]?.start ?? Infinity;
  return starts().filter(([start]) => start > from && start < to);
}

function step(event, index) {
  const moves = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
  if (!(event.key in moves)) return;
  event.preventDefault();
  event.stopPropagation();
  const places = allowed(index);
  const at = places.findIndex(([, id]) => id === sections[index].first);
  const wanted = places[at + moves[event.key]];
  if (wanted) move(index, wanted[1]);
}

function drag(event, element, index) {
  event.preventDefault();
  element.focus();
  element.setPointerCapture(event.pointerId);
  const places = allowed(index);
  const box = strip.getBoundingClientRect();
  let nearest = null;
  const follow = ({ clientX }) => {
    const seconds = ((clientX - box.left) / box.width) * duration();
    nearest = places.reduce((best, one) => (Math.abs(one[0] - seconds) < Math.abs(best[0] - seconds) ? one : best), places[0]);
    if (nearest) place(element, nearest[0]);
  };
  const drop = () => {
    element.removeEventListener("pointermove", follow);
    if (nearest && nearest[1] !== sections[index].first) move(index, nearest[1]);
  };
  element.addEventListener("pointermove", follow);
  element.addEventListener("pointerup", drop, { once: true });
  element.addEventListener("pointercancel", () => draw({ sections }), { once: true });
}

// The utterance where the section starts now; the stretch between the old and the new border changes its item.
function move(index, id) {
  const [before, section] = [sections[index - 1], sections[index]];
  const edits = [{ target: id, field: "item", now: value(section.item) }];
  const order = starts().map(([, row]) => row);
  if (order.indexOf(id) > order.indexOf(section.first)) {
    edits.push({ target: section.first, field: "item", now: value(before.item) });
  }
  edit(...edits);
}
