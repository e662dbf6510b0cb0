// Does the picture still move?

const CHECK_MILLISECONDS = 500;

// Calls `onFrozen` once when a video that should play has not moved for `seconds`; returns what ends the watch.
export function watchFreezing(video, seconds, onFrozen) {
  let place = video.currentTime;
  let movedAt = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    // Browsers rest videos that nobody sees, and viewers may pause theirs.
    if (video.currentTime !== place || video.paused || document.hidden) {
      place = video.currentTime;
      movedAt = now;
    } else if (now - movedAt > seconds * 1000) {
      clearInterval(timer);
      onFrozen();
    }
  }, CHECK_MILLISECONDS);
  return () => clearInterval(timer);
}
