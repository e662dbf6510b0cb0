// Does the stream's own playlist still hold the end of this match? Only then it is offered, from shortly before.

import { offsetIn, variantIn } from "./window.js";

const ANSWER_MILLISECONDS = 8000;
const HLS_TYPE = "application/vnd.apple.mpegurl";
const part = document.getElementById("watch");
const { playlist, from, hls: hlsAddress } = part.dataset;
const at = Number(from) * 1000;

// A stream that is away, or lets no other site read it, has nothing to offer.
offset().then(
  (found) => found !== null && offer(),
  () => {},
);

function offer() {
  part.querySelector("button").addEventListener("click", () => play().catch(giveUp));
  part.hidden = false;
}

async function offset() {
  const { lines, address } = await linesOf(playlist);
  const variant = variantIn(lines, address);
  return offsetIn(variant ? (await linesOf(variant)).lines : lines, at);
}

async function linesOf(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MILLISECONDS) });
  if (!answer.ok) throw new Error(String(answer.status));
  const lines = (await answer.text()).split("\n").map((line) => line.trim());
  return { lines, address: answer.url };
}

// The window has moved on since the page was opened.
async function play() {
  const position = await offset();
  if (position === null) return giveUp();
  const video = document.createElement("video");
  Object.assign(video, { className: "watch-video", controls: true, playsInline: true });
  part.replaceChildren(video);
  if (video.canPlayType(HLS_TYPE) && navigator.vendor.startsWith("Apple")) {
    const seek = () => (video.currentTime = (at - video.getStartDate().getTime()) / 1000);
    video.addEventListener("loadedmetadata", seek, { once: true });
    video.src = playlist;
  } else {
    const { default: Hls } = await import(hlsAddress);
    const hls = new Hls({ startPosition: position, enableWorker: false });
    hls.on(Hls.Events.ERROR, (_, { fatal }) => fatal && giveUp());
    hls.loadSource(playlist);
    hls.attachMedia(video);
  }
  return video.play().catch(() => {}); // the controls are there
}

function giveUp() {
  part.replaceChildren("The stream no longer holds the end of this match.");
}
