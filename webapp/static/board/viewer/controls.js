// What do the buttons and the keys do?

import { addressWithPin } from "./address.js";
import { listenToKeys } from "./keys.js";
import { setText } from "../list/rows.js";
import { LIGHTS } from "./settings.js";

const VOLUME_STEP = 0.1;
const byId = (id) => document.getElementById(id);

export function connectControls({
  stage,
  settings,
  openSettings,
  step,
  pick,
  pin,
  hide,
  search,
  isPinned,
  refuseSplit,
}) {
  const next = () => step(1);
  const previous = () => step(-1);
  const togglePin = () => pin(isPinned() ? null : stage.channel);
  const hideThis = () => hide(stage.channel);
  const openHelp = () => byId("help").showModal();
  // Of a muted page only louder turns the sound on.
  const louder = (by) => {
    const volume = Math.round((settings.values.volume + by) * 10) / 10;
    if (by > 0 || !stage.muted) stage.setVolume(volume);
    else {
      settings.change({ volume: Math.max(0, volume) });
      stage.setMuted(true);
    }
  };
  const swap = () =>
    stage.screens.length > 1 && pick(stage.screens.find((each) => each !== stage.main).channel);
  const changeLights = () => {
    settings.change({
      lights: LIGHTS[(LIGHTS.indexOf(settings.values.lights) + 1) % LIGHTS.length],
    });
  };
  const setScreens = (screens) => {
    if (screens === 1) refuseSplit();
    settings.change({ screens });
  };

  const clicks = {
    next,
    previous,
    pin: togglePin,
    follow: () => pin(null),
    "hide-this": hideThis,
    share: () => share(stage.channel),
    "full-screen": toggleFullScreen,
    "open-settings": openSettings,
    "open-help": openHelp,
    "settings-close": () => byId("settings").close(),
    "help-close": () => byId("help").close(),
  };
  for (const [id, action] of Object.entries(clicks)) byId(id).addEventListener("click", action);
  for (const button of countButtons())
    button.addEventListener("click", () => setScreens(Number(button.dataset.count)));
  listenToKeys({
    n: next,
    ArrowRight: next,
    p: previous,
    ArrowLeft: previous,
    s: togglePin,
    a: () => pin(null),
    Escape: () => pin(null),
    m: () => stage.setMuted(!stage.muted),
    "+": () => louder(VOLUME_STEP),
    "-": () => louder(-VOLUME_STEP),
    1: () => setScreens(1),
    2: () => setScreens(2),
    4: () => setScreens(4),
    x: swap,
    h: hideThis,
    l: changeLights,
    f: toggleFullScreen,
    o: openSettings,
    "/": () => search.focus(),
    "?": openHelp,
  });
}

const countButtons = () => document.querySelectorAll("[data-count]");

// `screens` of no button: the page shows as many as finishes overlap, and each button asks for something else.
export function markScreens(screens) {
  for (const button of countButtons())
    button.setAttribute("aria-pressed", String(Number(button.dataset.count) === screens));
}

function toggleFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else byId("screens").closest(".stage").requestFullscreen();
}

async function share(channel) {
  const address = addressWithPin(channel).href;
  try {
    await navigator.clipboard.writeText(address);
    setText(byId("news"), "The link to this stream is copied.");
  } catch {
    setText(byId("news"), address);
  }
}
