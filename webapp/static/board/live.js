// How do changes reach this page, and what when they stop coming?

const SILENCE_SECONDS = 45;
const RETRY_SECONDS = [1, 2, 4, 8, 15];

// Calls onBoard, onSwitch with what came, and onLink(true | false) as the connection comes and goes. Never gives up.
export function followLive(game, { onBoard, onSwitch, onLink }) {
  let source = null;
  let tries = 0;
  let heardAt = Date.now();

  function open() {
    source?.close();
    heardAt = Date.now();
    source = new EventSource(`/api/v1/events/?game=${encodeURIComponent(game)}`);
    source.addEventListener("open", () => {
      heardAt = Date.now();
      tries = 0;
      onLink(true);
    });
    source.addEventListener("board", (event) => hear(event, onBoard));
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

  function wait() {
    const seconds = RETRY_SECONDS[Math.min(tries, RETRY_SECONDS.length - 1)];
    tries += 1;
    return seconds * 1000 * (0.75 + Math.random() / 2);
  }

  setInterval(() => {
    if (source.readyState === EventSource.OPEN && Date.now() - heardAt > SILENCE_SECONDS * 1000) open();
  }, 5000);
  open();
}
