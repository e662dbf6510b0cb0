// How do changes reach this page, and what when they stop coming?

import { Moment } from "./clock.js";

// The server sends its time every five seconds.
const SILENCE_SECONDS = 20;
const RETRY_SECONDS = [1, 2, 4, 8, 15];

// Calls onBoard, onSwitch and onTime with what came, and onLink(true | false) as the connection comes and goes. With a
// `channel` onStream is called in place of the first two, with what that one stream is doing. Of the `board` with that `tag`,
// which the page came with, only changes are sent. Never gives up.
export function followLive(game, handlers) {
  const {
    onBoard,
    onSwitch,
    onStream,
    onTime = () => {},
    onLink,
    channel = "",
    tag = "",
  } = handlers;
  const query = new URLSearchParams(channel ? { channel } : { changes: 1, game, tag });
  let source = null;
  let tries = 0;
  let heard = new Moment();
  let { board = null } = handlers;
  let isPlaced = false;

  function open() {
    source?.close();
    isPlaced = false;
    heard = new Moment();
    source = new EventSource(`/api/v1/events/?${query}`);
    query.delete("tag");
    source.addEventListener("open", () => {
      heard = new Moment();
      tries = 0;
      onLink(true);
    });
    for (const kind of ["hello", "time"])
      source.addEventListener(kind, (event) => hear(event, onTime));
    source.addEventListener("board", (event) => hear(event, tell));
    source.addEventListener("changes", (event) =>
      hear(event, (changes) => board && tell(withChanges(board, changes))),
    );
    source.addEventListener("stream", (event) => hear(event, onStream));
    source.addEventListener("on-air", (event) => hear(event, onSwitch));
    source.addEventListener("error", () => {
      onLink(false);
      // After an answer that is not an event stream the browser does not retry. Before the first event with an ID it would
      // ask for what changed since the page came, of which some has been told.
      if (source.readyState !== EventSource.CLOSED && isPlaced) return;
      source.close();
      setTimeout(open, wait());
    });
  }

  function hear(event, handler) {
    heard = new Moment();
    isPlaced ||= event.lastEventId !== "";
    handler(JSON.parse(event.data));
  }

  function tell(told) {
    board = told;
    onBoard(board);
  }

  function wait() {
    const seconds = RETRY_SECONDS[Math.min(tries, RETRY_SECONDS.length - 1)];
    tries += 1;
    return seconds * 1000 * (0.75 + Math.random() / 2);
  }

  // A connection may die without a word, before its answer as well: browsers would wait for that for many minutes.
  setInterval(() => {
    const isSilent = heard.ago > SILENCE_SECONDS * 1000;
    if (source.readyState === EventSource.CLOSED || !isSilent) return;
    onLink(false);
    open();
  }, 5000);
  open();
}

// The board that follows `board`: only what is new of it was sent.
function withChanges(board, { order, streams, ...rest }) {
  const rows = new Map(board.streams.map((stream) => [stream.channel, stream]));
  for (const stream of streams)
    rows.set(stream.channel, { ...rows.get(stream.channel), ...stream });
  const channels = order ?? board.streams.map((stream) => stream.channel);
  return { ...board, ...rest, streams: channels.map((channel) => rows.get(channel)) };
}
