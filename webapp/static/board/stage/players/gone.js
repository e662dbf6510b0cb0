// Which faults are a stream's own, whatever the line is like?

// A fault of the stream itself: on another line it would not play either.
export function gone(words) {
  return Object.assign(new Error(words), { isGone: true });
}
