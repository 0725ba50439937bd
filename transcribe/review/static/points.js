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

// Decisions and actions stand last under their item; within its kind a point swaps its place with its neighbour.
const rank = (point) => `${point.dataset.item}/${["decision", "action"].indexOf(point.dataset.kind)}`;

function move(point, way) {
  const siblings = all(".point", page).filter((one) => rank(one) === rank(point));
  const other = siblings[siblings.indexOf(point) + (way === "up" ? -1 : 1)];
  if (!other) {
    toast(`It is the ${way === "up" ? "first" : "last"} of its kind under this item already.`);
    return;
  }
  const active = document.activeElement?.id;
  edit(
    { target: point.id, field: "order", now: other.dataset.order },
    { target: other.id, field: "order", now: point.dataset.order },
  ).then(() => active && byId(active)?.focus());
}

// An id that no drafted point has, also none that was deleted.
const newId = (base) => `p${base}-${Date.now().toString(36)}`;

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
