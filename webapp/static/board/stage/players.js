// How is one stream played: by the platform's own player, by the browser, or by hls.js?

import { watchFreezing } from "./freezing.js";

const READY_MILLISECONDS = 12000;
const TWITCH_MILLISECONDS = 1500;
// Two segments behind the newest, and back there after a stall: by running a little faster, or with a jump when far behind.
const LIVE = {
  liveSyncDurationCount: 2,
  liveMaxLatencyDurationCount: 6,
  maxLiveSyncPlaybackRate: 1.2,
};
const HLS_TYPE = "application/vnd.apple.mpegurl";
// Whether this browser lets nobody hear anything before a click.
let isSoundRefused = false;

// {element, ready: Promise, setSound({muted, volume}), pictureAt(), end()}; `ready` fails when the stream does not play,
// `onLost` tells it later. A `ready` that fails with `NotAllowedError` waits for the viewer's click. `pictureAt` says when
// the picture that shows was broadcast, in epoch milliseconds, or null.
export function playerFor(stream, sound, onLost) {
  if (stream.platform === "twitch")
    return twitchPlayer(stream.channel.replace(/^twitch-/, ""), sound);
  return stream.playback_url ? videoPlayer(stream.playback_url, sound, onLost) : null;
}

function twitchPlayer(login, sound) {
  const frame = document.createElement("iframe");
  frame.className = "player";
  frame.allow = "autoplay; fullscreen";
  frame.title = `${login} on Twitch`;
  const address = (muted) =>
    `https://player.twitch.tv/?${new URLSearchParams({
      channel: login,
      parent: location.hostname,
      muted: String(muted),
      autoplay: "true",
    })}`;
  let { muted } = sound;
  frame.src = address(muted);
  return {
    element: frame,
    ready: new Promise((resolve) => {
      frame.addEventListener("load", () => setTimeout(resolve, TWITCH_MILLISECONDS), {
        once: true,
      });
    }),
    // The player can be told only by loading it anew, so a change of volume alone is not worth it.
    setSound: (next) => {
      if (next.muted === muted || !frame.isConnected) return;
      ({ muted } = next);
      frame.src = address(muted);
    },
    // Not told to us; Twitch's player is about as far behind as the board.
    pictureAt: () => null,
    end: () => frame.remove(),
  };
}

function videoPlayer(url, sound, onLost) {
  const video = document.createElement("video");
  Object.assign(video, {
    className: "player",
    playsInline: true,
    autoplay: true,
    disablePictureInPicture: false,
  });
  const setSound = ({ muted, volume }) => {
    const isPlaying = !video.paused;
    const mayTry = !isSoundRefused || navigator.userActivation?.hasBeenActive;
    Object.assign(video, { muted: muted || !mayTry, volume });
    // Unmuted against the browser's will it was paused.
    if (isPlaying && video.paused) goOnSilently(video).catch(() => {});
  };
  setSound(sound);
  let attached = null;
  let stopWatching = () => {};
  let slow = null;
  let ended = false;
  const ready = new Promise((resolve, reject) => {
    const fail = (fault) => {
      reject(fault instanceof Error ? fault : new Error(fault));
      onLost();
    };
    slow = setTimeout(() => reject(new Error("slow")), READY_MILLISECONDS);
    video.addEventListener("playing", () => {
      clearTimeout(slow);
      resolve();
      stopWatching();
      stopWatching = watchFreezing(video, onLost);
    });
    video.addEventListener("ended", onLost);
    video.addEventListener("error", () => ended || fail("video"));
    attach(video, url, fail).then((done) => {
      if (ended) done.end();
      else attached = done;
    }, fail);
  });
  return {
    element: video,
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

// The light build knows no sound that comes apart from its picture; the whole one weighs half as much again.
async function playByHls(video, url, play, fail) {
  let hls = null;
  let ended = false;
  const start = (Hls, onParsed) => {
    hls = new Hls({
      ...LIVE,
      enableWorker: false,
      backBufferLength: 10,
      maxBufferLength: 20,
      liveDurationInfinity: true,
    });
    hls.on(Hls.Events.ERROR, (_, error) => {
      if (!error.fatal) return;
      if (error.type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
      else fail(error.details);
    });
    hls.on(Hls.Events.MANIFEST_PARSED, onParsed);
    hls.loadSource(url);
    hls.attachMedia(video);
  };
  const startAnew = ({ default: Whole }) => {
    hls.destroy();
    if (!ended) start(Whole, play);
  };
  const { default: Light } = await import("../../hls/hls.light.min.mjs");
  start(Light, (_, { audioTracks }) => {
    if (audioTracks.some((track) => track.url))
      import("../../hls/hls.min.mjs").then(startAnew, fail);
    else play();
  });
  return {
    pictureAt: () => hls.playingDate?.getTime() ?? null,
    end: () => {
      ended = true;
      hls.destroy();
    },
  };
}

// A browser that lets nobody start with sound mostly lets them start without.
async function playSilently(video, fault, fail) {
  if (fault.name !== "NotAllowedError") return;
  if (video.muted) {
    fail(fault);
    return;
  }
  await goOnSilently(video).catch(fail);
}

function goOnSilently(video) {
  isSoundRefused = true;
  video.muted = true;
  return video.play();
}
