// The review page: wires the parts together; what a person does is an edit that the server keeps at once.

import { edit, onChange, post, sendBeforeLeaving, watchOthers } from "./api.js";
import { all, ask, byId, decoded, find, make, show, toast } from "./dom.js";
import * as player from "./player.js";
import * as points from "./points.js";
import * as strip from "./strip.js";
import * as transcript from "./transcript.js";

const steps = ["people", "agenda", "minutes", "finish"];
const tabs = all("[role=tab]");

function open(name, focus = false) {
  for (const tab of tabs) {
    const chosen = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    if (chosen && focus) tab.focus();
  }
  for (const step of steps) byId(`panel-${step}`).hidden = step !== name;
  document.body.classList.toggle("reading", name === "transcript");
  document.body.dataset.step = name;
  history.replaceState(null, "", `#step-${name}`);
  byId("work").scrollTop = 0;
  if (name === "minutes") points.fitAll();
  if (name === "finish") loadFinish();
}

// To the first thing of that step that still waits for a person.
function openAt(name, wanted) {
  open(name, true);
  const waiting = wanted && find(`#panel-${name} ${wanted}`);
  waiting?.scrollIntoView({ block: "center" });
  waiting?.focus({ preventScroll: true });
}

async function loadFinish() {
  const response = await fetch("finish").catch(() => null);
  if (response?.ok) show(byId("finish"), await response.text());
}

function wireTabs() {
  for (const tab of tabs) tab.addEventListener("click", () => open(tab.id.slice(4)));
  find("[role=tablist]").addEventListener("keydown", (event) => {
    const shown = tabs.filter((tab) => tab.offsetParent);
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    const at = shown.indexOf(document.activeElement);
    open(shown[(at + move + shown.length) % shown.length].id.slice(4), true);
  });
  const wanted = location.hash.replace("#step-", "");
  open([...steps, "transcript"].includes(wanted) ? wanted : "people");
}

async function chooseName(select) {
  byId("new-name").value = "";
  const answer = await ask(byId("name-dialog"));
  const name = byId("new-name").value.trim();
  if (answer === "save" && name) await edit({ target: select.dataset.target, field: "name", now: name });
  else for (const option of select.options) option.selected = option.defaultSelected;
}

// Anything with a target and a field is an edit: a list, a tick, a text or a button.
function wireEdits() {
  document.addEventListener("change", ({ target }) => {
    const { target: place, field } = target.dataset;
    if (!field) return;
    if (target.value === "new" && field === "name") chooseName(target);
    else if (target.type === "checkbox") edit({ target: place, field, now: target.checked ? "true" : null });
    else if (target.nodeName === "SELECT") edit({ target: place, field, now: decoded(target.value) });
    else if (target.value.trim()) edit({ target: place, field, now: target.value.trim() });
    else {
      target.value = target.defaultValue;
      toast("A point cannot be empty; delete it instead.");
    }
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const { at, from, to, tab, open: id, starts, target: place, field, now } = button.dataset;
    if (field) edit({ target: place, field, now: decoded(now) });
    else if (from) player.playStretches([[Number(from), Number(to)]]);
    else if (at) player.playFrom(Number(at));
    else if (tab) openAt(tab, button.dataset.seek);
    else if (id) changeUtterance(byId(id));
    else if (starts) startHere(starts);
    else if (button.id === "undo" || button.id === "redo") post(button.id);
    else if (button.id === "help-button") ask(byId("help-dialog"));
    else if (button.id === "write") write(button);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "approve-form") return;
    event.preventDefault();
    post("approve", { who: byId("approve-who").value });
  });
}

function startHere(item) {
  const row = transcript.currentRow();
  if (row) edit({ target: row.id, field: "item", now: item });
}

async function write(button) {
  button.disabled = true;
  const answer = await post("write", { page: button.dataset.page });
  if (answer?.refused) toast(`${answer.refused} The difference is shown anew; write it when it is right.`);
  else if (answer) toast(`Written to ${answer.written}.`);
  await loadFinish();
}

function fillVoices(select, row) {
  const named = new Set(timeline.voices.map(([, shown]) => shown));
  const others = timeline.people.filter((name) => !named.has(name)).map((name) => [name, name]);
  select.replaceChildren(...[...timeline.voices, ...others].map(([value, shown]) => make("option", { value, textContent: shown, selected: value === row.dataset.voice })));
}

async function changeUtterance(row) {
  const [words, voice, item, until] = ["words", "voice", "item", "until"].map((name) => byId(`utterance-${name}`));
  words.value = transcript.textOf(row);
  fillVoices(voice, row);
  item.value = "same";
  until.value = "border";
  byId("utterance-play").onclick = () => player.playStretches([[Number(row.dataset.start), Number(row.dataset.end)]]);
  byId("utterance-point").onclick = () => {
    byId("utterance-dialog").close("");
    points.add(null, row);
  };
  if ((await ask(byId("utterance-dialog"))) !== "save") return;
  const edits = [];
  const text = words.value.trim().replace(/\s+/g, " ");
  const old = transcript.textOf(row);
  if (text && text !== old) edits.push({ target: row.id, field: "text", now: text });
  if (voice.value && voice.value !== row.dataset.voice) edits.push({ target: row.id, field: "voice", now: voice.value });
  if (item.value !== "same") edits.push(...stretch(row, decoded(item.value), until.value));
  if (edits.length && (await edit(...edits)) && text) transcript.offerAfter(row, old, text);
}

// The item from this utterance on; where it ends before the next border, what was there before goes on.
function stretch(row, item, until) {
  const edits = [{ target: row.id, field: "item", now: item }];
  const all = transcript.rows();
  const first = all.findIndex((entry) => entry.row === row);
  const last = until === "this" ? first : until === "playing" ? Math.max(first, transcript.at(player.now())) : -1;
  const after = all[last + 1]?.row;
  if (last >= 0 && after) {
    for (const { row: between } of all.slice(first + 1, last + 1)) {
      if (find(".begins", between)) edits.push({ target: between.id, field: "item", now: item });
    }
    edits.push({ target: after.id, field: "item", now: after.dataset.item || null });
  }
  return edits;
}

function wireKeys() {
  const keys = {
    " ": () => player.toggle(),
    ArrowLeft: () => player.skip(-5),
    ArrowRight: () => player.skip(5),
    ArrowUp: () => transcript.step(-1),
    ArrowDown: () => transcript.step(1),
    "[": () => player.changeSpeed(-1),
    "]": () => player.changeSpeed(1),
    e: () => transcript.currentRow() && changeUtterance(transcript.currentRow()),
    n: () => points.add(null),
    "?": () => ask(byId("help-dialog")),
    1: () => open("people", true),
    2: () => open("agenda", true),
    3: () => open("minutes", true),
    4: () => open("finish", true),
  };
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    const typing = target.matches("textarea, select, input:not([type=checkbox])");
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "z" && !typing && !find("dialog[open]")) {
      event.preventDefault();
      byId(event.shiftKey ? "redo" : "undo").click();
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || find("dialog[open]")) return;
    if (key === " " && target.matches("button, summary, input, a")) return;
    const action = keys[key.length === 1 ? key.toLowerCase() : key];
    if (!action || (!player.media && /^(Arrow| |\[|\])/.test(key))) return;
    event.preventDefault();
    action();
  });
}

let timeline = JSON.parse(document.body.dataset.timeline);
player.start(timeline);
strip.draw(timeline);
transcript.start();
points.start();
wireEdits();
wireKeys();
wireTabs();
watchOthers();
sendBeforeLeaving();
onChange((answer) => {
  timeline = answer.timeline;
  player.recolour(answer.timeline);
  strip.draw(answer.timeline);
  transcript.reindex();
  points.fitAll();
  if (document.body.dataset.step === "finish") loadFinish();
});
document.documentElement.classList.add("ready");
