// How does hls.js play one stream into a video?

import { gone } from "./gone.js";

// Two segments behind the newest, and back there after a stall: a little faster, or with a jump when far behind. No more
// pixels than the picture shows.
const CONFIG = {
  liveSyncDurationCount: 2,
  liveMaxLatencyDurationCount: 6,
  maxLiveSyncPlaybackRate: 1.2,
  capLevelToPlayerSize: true,
  enableWorker: false,
  backBufferLength: 10,
  maxBufferLength: 20,
  liveDurationInfinity: true,
};
// Bits per second of this line, as the last stream measured it: the next one begins with a rendition that fits.
let estimate = 500_000;

// The light build knows no sound with a playlist of its own; the whole one weighs half as much again. The page has the
// addresses of both. `onParsed` when the video may play, `fail(fault)` when it will not.
export async function playByHls(video, url, onParsed, fail) {
  let hls = null;
  let ended = false;
  const start = (Hls, parsed) => {
    hls = new Hls({ ...CONFIG, abrEwmaDefaultEstimate: estimate });
    hls.on(Hls.Events.ERROR, (_, error) => {
      if (!error.fatal) return;
      if (error.type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
      else fail(faultOf(error));
    });
    hls.on(Hls.Events.MANIFEST_PARSED, parsed);
    hls.loadSource(url);
    hls.attachMedia(video);
  };
  const end = () => {
    if (Number.isFinite(hls.bandwidthEstimate)) estimate = hls.bandwidthEstimate;
    hls.destroy();
  };
  const startWhole = ({ default: Whole }) => {
    end();
    if (!ended) start(Whole, onParsed);
  };
  const { hlsLight, hlsWhole } = document.body.dataset;
  const { default: Light } = await import(hlsLight);
  start(Light, (_, { audioTracks }) => {
    if (audioTracks.some((track) => track.url)) import(hlsWhole).then(startWhole, fail);
    else onParsed();
  });
  return {
    pictureAt: () => hls.playingDate?.getTime() ?? null,
    end: () => {
      ended = true;
      end();
    },
  };
}

// Whoever answers "not found" has a line that works.
function faultOf({ details, response }) {
  return response?.code >= 400 && response.code < 500 ? gone(details) : new Error(details);
}
