// Plays the recording: jumping, stretches one after the other, speed, and the waveform coloured by voice.

import WaveSurfer from "./vendor/wavesurfer-8.0.1.esm.js";
import { byId, clock, find } from "./dom.js";

export const media = byId("media");
const listeners = [];
let stretches = [];
let surfer = null;
let talk = [];
let length = 0;
let target = null;

export const onTime = (listener) => listeners.push(listener);
export const now = () => (media ? target ?? media.currentTime : 0);
export const duration = () => length;

// One seek at a time: Chromium can hang for good on a seek that begins before the last one has ended.
function seek(seconds) {
  if (media.seeking) target = seconds;
  else media.currentTime = seconds;
}

function seekOn() {
  if (target === null) return;
  const next = target;
  target = null;
  media.currentTime = next;
}

export function playFrom(seconds) {
  if (!media) return;
  stretches = [];
  seek(seconds);
  media.play().catch(() => {});
}

// [[start, end], …], one after the other, then stop.
export function playStretches(wanted) {
  if (!media || !wanted.length) return;
  stretches = wanted.map((stretch) => [...stretch]);
  seek(stretches[0][0]);
  media.play().catch(() => {});
}

export function jump(seconds) {
  if (!media) return;
  stretches = [];
  seek(Math.min(Math.max(0, seconds), length || Infinity));
}

export const toggle = () => { if (media) media.paused ? media.play().catch(() => {}) : media.pause(); };
export const skip = (seconds) => jump(now() + seconds);

export function changeSpeed(steps) {
  const speed = byId("speed");
  if (!speed) return;
  speed.selectedIndex = Math.min(Math.max(0, speed.selectedIndex + steps), speed.options.length - 1);
  speed.dispatchEvent(new Event("change"));
}

function endOfStretch() {
  if (!stretches.length || now() < stretches[0][1]) return;
  stretches.shift();
  if (stretches.length) seek(stretches[0][0]);
  else media.pause();
}

function tick() {
  endOfStretch();
  byId("clock").textContent = `${clock(now())} / ${clock(length)}`;
  for (const listener of listeners) listener(now());
}

function tickWhilePlaying() {
  tick();
  if (!media.paused) requestAnimationFrame(tickWhilePlaying);
}

function showState() {
  const button = byId("play");
  button.textContent = media.paused ? "▶" : "❚❚";
  button.setAttribute("aria-label", media.paused ? "Play" : "Pause");
}

// Where the browser cannot play the recording, or it has several parts, the server makes a copy that it can.
function useCopy() {
  if (media.src.endsWith("/listen")) {
    byId("sound-note").textContent = "The recording cannot be played here.";
    return;
  }
  byId("sound-note").textContent = "Preparing a copy that this browser can play …";
  media.classList.add("unseen");
  fetch("prepare").then((response) => {
    byId("sound-note").textContent = response.ok ? "" : "The recording cannot be played here.";
    if (!response.ok) return;
    const at = now();
    target = null;
    media.src = "listen";
    media.addEventListener("loadedmetadata", () => { media.currentTime = at; }, { once: true });
  });
}

const style = getComputedStyle(document.documentElement);
const colour = (number) => style.getPropertyValue(`--voice-${number}`).trim() || style.getPropertyValue("--voice-0").trim();

// The second channel is not sound: it holds each value's place, so that a slice knows when it is.
function draw([loudness, places], context) {
  const { width, height } = context.canvas;
  const step = width / loudness.length;
  const perPixel = Math.max(1, Math.floor(1 / step));
  let turn = 0;
  context.clearRect(0, 0, width, height);
  for (let index = 0; index < loudness.length; index += perPixel) {
    let peak = 0;
    for (let inner = index; inner < Math.min(index + perPixel, loudness.length); inner += 1) peak = Math.max(peak, loudness[inner]);
    const at = places[index] * length;
    while (turn < talk.length && talk[turn][1] < at) turn += 1;
    const speaks = turn < talk.length && talk[turn][0] <= at ? talk[turn][2] : 0;
    const bar = Math.max(1, peak * height * 0.94);
    context.fillStyle = colour(speaks);
    context.fillRect(index * step, (height - bar) / 2, Math.max(1, step * perPixel * 0.8), bar);
  }
}

export function zoom(visibleSeconds) {
  const lanes = byId("lanes");
  const scroller = byId("scroller");
  const wide = visibleSeconds && length > visibleSeconds ? (length / visibleSeconds) * scroller.clientWidth : 0;
  lanes.style.width = wide ? `${Math.round(wide)}px` : "";
  scroller.scrollLeft = wide ? Math.max(0, (now() / length) * wide - scroller.clientWidth / 2) : 0;
}

function keepInSight(seconds) {
  const scroller = byId("scroller");
  if (media.paused || scroller.scrollWidth <= scroller.clientWidth) return;
  const place = (seconds / length) * scroller.scrollWidth;
  if (place < scroller.scrollLeft || place > scroller.scrollLeft + scroller.clientWidth * 0.9) {
    scroller.scrollLeft = place - scroller.clientWidth * 0.1;
  }
}

// The waveform keeps what it was given first until it is told to draw the new.
function redraw() {
  const sound = surfer?.getDecodedData();
  if (sound) surfer.getRenderer().render(sound);
}

export function recolour(timeline) {
  talk = timeline.talk;
  redraw();
}

async function drawWave() {
  const flat = new Float32Array(Math.max(2, Math.ceil(length * 8))).fill(0.02);
  const places = (many) => Float32Array.from({ length: many }, (_, index) => index / many);
  surfer = WaveSurfer.create({
    container: byId("wave"),
    media,
    height: "auto",
    peaks: [flat, places(flat.length)],
    duration: length,
    cursorColor: style.getPropertyValue("--ink").trim(),
    cursorWidth: 2,
    progressColor: "transparent",
    hideScrollbar: true,
    autoScroll: false,
    renderFunction: draw,
    cspNonce: byId("program").nonce,
  });
  surfer.on("interaction", () => { stretches = []; });
  byId("sound-note").textContent = "Drawing the waveform …";
  const response = await fetch("peaks").catch(() => null);
  if (byId("sound-note").textContent.startsWith("Drawing")) byId("sound-note").textContent = "";
  if (!response || !response.ok) return;
  const { loudness, per_second: perSecond } = await response.json();
  const many = Math.max(2, Math.round(length * perSecond));
  const peaks = Float32Array.from({ length: many }, (_, index) => (loudness[index] || 0) / 255);
  surfer.setOptions({ peaks: [peaks, places(many)], duration: length });
  redraw();
}

export function start(timeline) {
  talk = timeline.talk;
  length = timeline.duration;
  if (!media) return;
  byId("play").addEventListener("click", () => { stretches = []; toggle(); });
  byId("back").addEventListener("click", () => skip(-5));
  byId("forward").addEventListener("click", () => skip(5));
  byId("speed").addEventListener("change", ({ target }) => { media.playbackRate = Number(target.value); });
  byId("zoom").addEventListener("change", ({ target }) => zoom(Number(target.value)));
  media.addEventListener("play", () => { showState(); requestAnimationFrame(tickWhilePlaying); });
  media.addEventListener("pause", showState);
  media.addEventListener("timeupdate", tick);
  media.addEventListener("seeked", () => { seekOn(); tick(); });
  media.addEventListener("error", useCopy);
  media.addEventListener("loadedmetadata", () => media.classList.toggle("unseen", !media.videoWidth));
  if (media.error || !media.hasAttribute("src")) useCopy();
  onTime(keepInSight);
  tick();
  drawWave();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => recolour({ talk }));
  find("#speed").value = "1";
}
