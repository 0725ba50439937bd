// The drafted lines on the page: edit in place, move, add, and play what each rests on.

import { edit } from "./api.js";
import { all, byId, find, toast } from "./dom.js";
import { now, playStretches } from "./player.js";
import { currentRow, textOf } from "./transcript.js";

const page = byId("minutes");

export function fit(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

export const fitAll = () => all("textarea", page).forEach(fit);

export function playPoint(button) {
  const said = button.dataset.utterances.split(" ").map(byId).filter(Boolean);
  playStretches(said.map((row) => [Number(row.dataset.start), Number(row.dataset.end)]));
}

const placeOf = (point) => all(".point", page).indexOf(point);

// Places are numbers with room between them: a point that moves takes the middle between its new neighbours.
function move(point, way) {
  const siblings = all(".point", page).filter((one) => one.dataset.item === point.dataset.item);
  const at = siblings.indexOf(point);
  const wanted = [...siblings];
  const to = at + (way === "up" ? -1 : 1);
  if (to < 0 || to >= wanted.length) {
    toast(way === "up" ? "It is the first of its item already." : "It is the last of its item already.");
    return;
  }
  [wanted[at], wanted[to]] = [wanted[to], wanted[at]];
  const everything = all(".point", page);
  const places = siblings.map(placeOf);
  wanted.forEach((one, index) => { everything[places[index]] = one; });
  const orders = everything.map((one, index) => ({ target: one.id, field: "order", now: String(index) }));
  const active = document.activeElement?.id;
  edit(...orders).then(() => active && byId(active)?.focus());
}

function newId(base) {
  for (const suffix of ["", ..."abcdefghijklmnopqrstuvwxyz"]) {
    const id = `p${base}${suffix}`;
    if (!byId(id)) return id;
  }
  return `p${base}${Date.now()}`;
}

// A new point rests on what is being said; its item is the one asked for, or the one that is talked about.
export async function add(item, row = currentRow()) {
  if (!row) return;
  const wanted = item ?? (row.dataset.item || null);
  const id = newId(row.id.slice(1));
  const point = {
    id,
    item: wanted,
    kind: "note",
    text: textOf(row).trim().split(/\s+/).slice(0, 16).join(" ").replace(/[,;.]$/, ""),
    speakers: [find(".who b", row).textContent],
    at: Number(row.dataset.start) || now(),
    utterances: [row.id],
    confidence: 1,
  };
  byId("tab-minutes").click();
  if (await edit({ target: id, field: "new", now: JSON.stringify(point) })) {
    const area = byId(`${id}-text`);
    area?.scrollIntoView({ block: "center" });
    area?.focus();
    area?.select();
  }
}

export function start() {
  page.addEventListener("input", ({ target }) => target.matches("textarea") && fit(target));
  page.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (!target.matches("textarea")) return;
    if (key === "Enter") {
      event.preventDefault();
      target.blur();
    }
    if (key === "Escape") {
      target.value = target.defaultValue;
      target.blur();
    }
  });
  page.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    if (button.dataset.move) move(button.closest(".point"), button.dataset.move);
    if (button.dataset.utterances) playPoint(button);
    if (button.dataset.add) add(button.dataset.add);
  });
}
