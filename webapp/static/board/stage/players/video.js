// How is a stream played by the browser, or by hls.js?

import { watchFreezing } from "./freezing.js";
import { playByHls } from "./hls.js";
import { gone } from "./gone.js";

const READY_SECONDS = 12;
const FROZEN_SECONDS = 4;
const PATIENCE = 3;
const HLS_TYPE = "application/vnd.apple.mpegurl";
// Whether this browser allows no sound before a click.
let isSoundRefused = false;

export function videoPlayer({ channel, playback_url: url }, { sound, isPoor, onLost }) {
  const video = document.createElement("video");
  Object.assign(video, { className: "player", playsInline: true, autoplay: true });
  const setSound = ({ muted, volume }) => {
    const isPlaying = !video.paused;
    const mayTry = !isSoundRefused || navigator.userActivation?.hasBeenActive;
    Object.assign(video, { muted: muted || !mayTry, volume });
    // Unmuted against the browser's will it was paused.
    if (isPlaying && video.paused) playMuted(video).catch(() => {});
  };
  setSound(sound);
  const seconds = (usual) => usual * (isPoor ? PATIENCE : 1);
  let attached = null;
  let stopWatching = () => {};
  let slow = null;
  let ended = false;
  const lose = (fault) => ended || onLost(fault);
  const ready = new Promise((resolve, reject) => {
    const fail = (fault) => {
      reject(fault);
      lose(fault);
    };
    slow = setTimeout(() => reject(new Error("slow")), seconds(READY_SECONDS) * 1000);
    video.addEventListener("playing", () => {
      clearTimeout(slow);
      resolve();
      stopWatching();
      const onFrozen = () => lose(new Error("frozen"));
      stopWatching = watchFreezing(video, seconds(FROZEN_SECONDS), onFrozen);
    });
    video.addEventListener("ended", () => lose(gone("ended")));
    video.addEventListener("error", () => ended || fail(new Error("video")));
    attach(video, url, fail).then((done) => {
      if (ended) done.end();
      else attached = done;
    }, fail);
  });
  return {
    element: video,
    channel,
    ready,
    setSound,
    pictureAt: () => attached?.pictureAt() ?? null,
    play: () => video.play(),
    end: () => {
      ended = true;
      clearTimeout(slow);
      stopWatching();
      attached?.end();
      video.removeAttribute("src");
      video.load();
      video.remove();
    },
  };
}

async function attach(video, url, fail) {
  const play = () => video.play().catch((fault) => playSilently(video, fault, fail));
  if (video.canPlayType(HLS_TYPE) && navigator.vendor.startsWith("Apple")) {
    video.src = url;
    play();
    return {
      pictureAt: () => video.getStartDate().getTime() + video.currentTime * 1000 || null,
      end: () => {},
    };
  }
  return playByHls(video, url, play, fail);
}

// A browser that refuses to start with sound mostly starts without.
async function playSilently(video, fault, fail) {
  if (fault.name !== "NotAllowedError") return;
  if (video.muted) {
    fail(fault);
    return;
  }
  await playMuted(video).catch(fail);
}

function playMuted(video) {
  isSoundRefused = true;
  video.muted = true;
  return video.play();
}
