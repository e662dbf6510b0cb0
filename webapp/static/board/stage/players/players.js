// Which player plays a stream: the platform's own, or the browser's?

import { videoPlayer } from "./video.js";

// {element, channel, ready, setSound({muted, volume}), pictureAt(), play(), end()}, or null when the stream plays on its
// own page only. `ready` is a promise that fails when the stream does not play; `onLost(fault)` says so later. A fault
// with `isGone` is the stream's and not the line's; one named `NotAllowedError` waits for the viewer's click. `pictureAt`
// says when the picture that shows was broadcast, in epoch milliseconds, or null. `isPoor`: be patient, the line is slow.
export function playerFor(stream, { sound, isPoor, onLost }) {
  return stream.playback_url ? videoPlayer(stream, { sound, isPoor, onLost }) : null;
}

// Like the above with `platform`, `plays` and `tune(stream, {onPlays, onBlocked, onLost})` in place of `ready` and `play`.
// Its module loads when the first stream of the platform shows: the page has the addresses of both.
export async function embeddedPlayer(platform, sound) {
  const { [platform]: origin, [`${platform}Player`]: module } = document.body.dataset;
  const { EmbeddedPlayer } = await import(module);
  return new EmbeddedPlayer(origin, sound);
}
