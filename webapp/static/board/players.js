// How is one stream played: by the platform's own player, by the browser, or by hls.js?

const READY_MILLISECONDS = 12000;
const TWITCH_MILLISECONDS = 1500;
const HLS_TYPE = "application/vnd.apple.mpegurl";

// {element, ready: Promise, setMuted(muted), end()}; `ready` fails when the stream does not play, `onLost` tells it later.
export function playerFor(stream, muted, onLost) {
  if (stream.platform === "twitch") return twitchPlayer(stream.channel.replace(/^twitch-/, ""), muted);
  return stream.playback_url ? videoPlayer(stream.playback_url, muted, onLost) : null;
}

function twitchPlayer(login, muted) {
  const frame = document.createElement("iframe");
  frame.className = "player";
  frame.allow = "autoplay; fullscreen";
  frame.title = `${login} on Twitch`;
  const address = (silent) => `https://player.twitch.tv/?${new URLSearchParams({
    channel: login, parent: location.hostname, muted: String(silent), autoplay: "true",
  })}`;
  frame.src = address(muted);
  return {
    element: frame,
    ready: new Promise((resolve) => {
      frame.addEventListener("load", () => setTimeout(resolve, TWITCH_MILLISECONDS), { once: true });
    }),
    setMuted: (silent) => { frame.src = address(silent); },
    end: () => frame.remove(),
  };
}

function videoPlayer(url, muted, onLost) {
  const video = document.createElement("video");
  video.className = "player";
  video.playsInline = true;
  video.autoplay = true;
  video.muted = muted;
  let detach = () => {};
  const ready = new Promise((resolve, reject) => {
    const fail = (why) => { reject(new Error(why)); onLost(); };
    setTimeout(() => reject(new Error("slow")), READY_MILLISECONDS);
    video.addEventListener("playing", resolve, { once: true });
    video.addEventListener("ended", onLost);
    video.addEventListener("error", () => fail("video"));
    attach(video, url, fail).then((end) => { detach = end; }, () => fail("hls"));
  });
  return {
    element: video,
    ready,
    setMuted: (silent) => { video.muted = silent; return video.play(); },
    end: () => { detach(); video.removeAttribute("src"); video.load(); video.remove(); },
  };
}

async function attach(video, url, fail) {
  if (video.canPlayType(HLS_TYPE) && navigator.vendor.startsWith("Apple")) {
    video.src = url;
    return () => {};
  }
  const { default: Hls } = await import("../hls/hls.light.min.mjs");
  const hls = new Hls({ enableWorker: false, backBufferLength: 10, maxBufferLength: 20, liveDurationInfinity: true });
  hls.on(Hls.Events.ERROR, (_, error) => {
    if (!error.fatal) return;
    if (error.type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
    else fail(error.details);
  });
  hls.on(Hls.Events.MANIFEST_PARSED, () => video.play().catch(() => {}));
  hls.loadSource(url);
  hls.attachMedia(video);
  return () => hls.destroy();
}
