// How do changes reach this page, and what when they stop coming?

const SILENCE_SECONDS = 45;
const RETRY_SECONDS = [1, 2, 4, 8, 15];

// With a `channel` only onStream is called, with what that one stream is doing.
// Calls onBoard, onSwitch with what came, and onLink(true | false) as the connection comes and goes. Never gives up.
export function followLive(game, { onBoard, onSwitch, onLink, channel = "", onStream }) {
  const query = new URLSearchParams(channel ? { channel } : { changes: 1, game });
  let source = null;
  let tries = 0;
  let heardAt = Date.now();
  let board = null;
  let boardAt = 0;

  function open() {
    source?.close();
    board = null;
    heardAt = Date.now();
    source = new EventSource(`/api/v1/events/?${query}`);
    source.addEventListener("open", () => {
      heardAt = Date.now();
      tries = 0;
      onLink(true);
    });
    source.addEventListener("board", (event) => hear(event, tell));
    source.addEventListener("changes", (event) =>
      hear(event, (changes) => {
        if (board) tell(withChanges(board, changes, (performance.now() - boardAt) / 1000));
      }),
    );
    source.addEventListener("stream", (event) => hear(event, onStream));
    source.addEventListener("on-air", (event) => hear(event, onSwitch));
    source.addEventListener("error", () => {
      onLink(false);
      // After an answer that is no event stream the browser does not come back by itself.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, wait());
    });
  }

  function hear(event, handler) {
    heardAt = Date.now();
    handler(JSON.parse(event.data));
  }

  function tell(told) {
    board = told;
    boardAt = performance.now();
    onBoard(board);
  }

  function wait() {
    const seconds = RETRY_SECONDS[Math.min(tries, RETRY_SECONDS.length - 1)];
    tries += 1;
    return seconds * 1000 * (0.75 + Math.random() / 2);
  }

  setInterval(() => {
    if (source.readyState === EventSource.OPEN && Date.now() - heardAt > SILENCE_SECONDS * 1000)
      open();
  }, 5000);
  open();
}

// The board that follows `board`, `seconds` later: only what is new of it was told.
function withChanges(board, { game, at, order, streams }, seconds) {
  const rows = new Map(board.streams.map((stream) => [stream.channel, older(stream, seconds)]));
  for (const stream of streams)
    rows.set(stream.channel, { ...rows.get(stream.channel), ...stream });
  const channels = order ?? board.streams.map((stream) => stream.channel);
  return { game, at, streams: channels.map((channel) => rows.get(channel)) };
}

function older(stream, seconds) {
  return {
    ...stream,
    age_seconds: stream.age_seconds === null ? null : stream.age_seconds + seconds,
  };
}
