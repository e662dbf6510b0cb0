// What is on the stage now, and what comes next?

import { setText } from "../list/rows.js";
import { endIsAhead } from "../live/seen.js";
import { chosen, filled, inPlay, pickAt } from "../viewer/following.js";
import { secondsLeft } from "../viewer/planning.js";
import { inSentence } from "../words.js";
import { embedOf, isWide } from "./players/platform.js";
import { Reception } from "./reception.js";

// With so long to go the next one loads.
const PRELOAD_SECONDS = 25;
const seconds = () => performance.now() / 1000;

export class Programme {
  // `news(words)` says something to all. `settings`, `stage` and `announcement` are the page's; `age(stream)` is that of
  // its number in seconds.
  constructor({ stage, settings, announcement, news, pinned, rules, age }) {
    Object.assign(this, { stage, settings, announcement, news, pinned, rules, age });
    this.reception = new Reception();
    this.picked = null;
    // On a poor line: a stream that turned out to play.
    this.found = null;
    // The next change is the viewer's own: at once, and without announcing it.
    this.byViewer = true;
    // What was announced is to come now.
    this.isDue = false;
    // The viewer wants one picture until these finishes are over.
    this.isSplitRefused = false;
  }

  // Why the stream on the stage is not the one the site would choose: "pinned", "picked" or "".
  get choice() {
    const shown = this.stage.channel;
    if (this.pinned) return this.pinned === shown ? "pinned" : "";
    return this.picked?.channel === shown ? "picked" : "";
  }

  pin(channel) {
    Object.assign(this, { pinned: channel, picked: null, byViewer: true });
    if (channel) this.reception.forgive(channel);
  }

  // Until its match ends.
  pick(channel) {
    this.pin(null);
    this.picked = channel && { channel, hasPlayed: false, lostAt: null };
    if (channel) this.reception.forgive(channel);
  }

  // One picture, until finishes overlap another time.
  refuseSplit() {
    this.isSplitRefused = true;
  }

  lost(channel, fault) {
    this.reception.failed(channel, seconds(), fault.isGone === true);
  }

  plays(channel) {
    this.reception.played(channel);
    this.found = channel;
  }

  // Puts on the stage what `wanted` (the viewer's rows, the best first) and `all` rows say; the channel that is shown.
  // `isLate`: for a while nothing new was heard of any of them.
  update(wanted, all, onAir, isLate) {
    const find = (channel) => [...wanted, ...all].find((each) => each.channel === channel);
    this.isLate = isLate;
    if (!isLate) this.#endPick(all);
    this.reception.forgetAllBut(new Set(all.map((each) => each.channel)));
    const broken = this.reception.broken(seconds());
    const { screens, order, split } = this.settings.values;
    // Who turns it off and on again wants it.
    if (!onAir.beside.length || !split) this.isSplitRefused = false;
    const wants = chosen({
      streams: wanted,
      order,
      onAir,
      pinned: this.pinned,
      picked: this.picked?.channel ?? null,
      stage: this.stage.channels,
      seconds: this.stage.secondsShown,
      broken,
      rules: this.rules,
      ageOf: this.age,
      mayVary: screens > 1 || this.#maySplit(),
    });
    const main = this.#mainNow(this.#kept(wanted) ?? wants[0], broken, find);
    if (find(main)) this.#show(this.#upNow(main, wants, wanted, broken, find), broken, find);
    this.byViewer = this.isDue = false;
    this.#preload(find(main), find(onAir.coming));
    return find(main) ?? null;
  }

  // Once a second: is it time to try what did not play again?
  tick(wanted, all) {
    const { stage, reception } = this;
    if (stage.main.plays) reception.steady(seconds());
    if (!stage.screens.some((screen) => screen.waits) || document.hidden) return;
    const waiting = stage.screens.filter((screen) => screen.waits).map((each) => each.stream);
    const isFree = !this.pinned && !this.picked && stage.main.waits;
    const others = isFree ? inPlay(wanted, reception.broken(seconds())) : [];
    const candidates = [...waiting, ...others.filter((each) => !embedOf(each))];
    const channels = new Set(candidates.map((each) => each.channel));
    const channel = reception.due([...channels], seconds());
    const stream = all.find((each) => each.channel === channel);
    if (stream) stage.retry(stream);
  }

  // While little comes through, what plays is kept, or what was found to play.
  #kept(wanted) {
    const { stage, reception } = this;
    if (!reception.isPoor || this.byViewer || this.pinned || this.picked) return null;
    const candidate = stage.main.plays ? stage.channel : this.found;
    const isInPlay = wanted.some((each) => each.channel === candidate && each.rank !== null);
    return isInPlay ? candidate : null;
  }

  #endPick(all) {
    const before = this.picked;
    this.picked = pickAt(before, all, seconds());
    if (before && !this.picked) this.news("That match has ended. Back to the top match.");
  }

  // Whether the page may show finishes that overlap side by side, for a viewer who asked for no number of pictures.
  #maySplit() {
    const { screens, split } = this.settings.values;
    const mayAsk = screens === 1 && split && !this.isSplitRefused;
    return mayAsk && isWide() && !this.reception.isPoor;
  }

  // The streams to be up, the large one first: as many as the viewer asked for, or as the finishes are that overlap.
  #upNow(main, wants, wanted, broken, find) {
    const { screens } = this.settings.values;
    // While one is held that is to be left, what takes its place does not come beside it.
    const mayCome = (channel) => wants.includes(main) || this.stage.isUp(channel);
    const first = [main, ...wants.filter((channel) => channel !== main && mayCome(channel))];
    if (screens > 1) return filled(wanted, first, screens, broken).map(find).filter(Boolean);
    if (!this.#maySplit()) return [find(main)];
    const streams = first.slice(0, this.rules.maxScreens).map(find).filter(Boolean);
    return this.stage.withRoom(streams);
  }

  #show(streams, broken, find) {
    const { stage, reception } = this;
    const [main] = streams;
    const isNew = stage.channel !== null && main.channel !== stage.channel;
    if (isNew && !this.pinned && !this.picked)
      this.news(`Now on air: ${inSentence(main.name)}, ${main.alive} alive.`);
    const { isPoor } = reception;
    const carries = stage.main.plays;
    stage.show(streams, {
      atOnce: !this.byViewer && !this.isDue,
      mayLoad: (channel) => !isPoor || (channel === main.channel && (carries || this.byViewer)),
      isPoor: reception.isLine,
      isSplit: this.settings.values.screens === 1,
    });
  }

  // What comes next is there when the match on the stage ends.
  #preload(shown, coming) {
    const { stage, reception } = this;
    const isFree = !this.pinned && !this.picked && !this.announcement.channel;
    if (!shown || !coming || !isFree || reception.isPoor || stage.screens.length > 1) return;
    const { median } = secondsLeft(shown, this.age(shown) ?? 0, this.rules);
    if (stage.main.plays && median <= PRELOAD_SECONDS) stage.preload(coming);
  }

  // What plays well is left three seconds after the switch was announced; all else at once.
  #mainNow(target, broken, find) {
    const { stage, announcement } = this;
    const shown = find(stage.channel);
    const next = find(target);
    if (this.#holds(shown, next)) {
      announcement.cancel();
      if (next && next !== shown) stage.preload(next);
      return shown.channel;
    }
    const isGood = shown && shown.rank !== null && stage.main.plays && !broken.has(shown.channel);
    const isUp = stage.isUp(target);
    if (isUp || !next || !isGood || this.byViewer || this.isDue) {
      if (announcement.channel && announcement.channel !== target) stage.forgetPreloaded();
      announcement.cancel();
      return target;
    }
    if (announcement.start(next)) stage.preload(next);
    return stage.channel;
  }

  #holds(shown, next) {
    if (!shown || shown === next || this.byViewer) return false;
    const { plays, pictureAt } = this.stage.main;
    // The viewer has not seen the end yet.
    if (plays && endIsAhead(shown, pictureAt)) return true;
    // Nothing is known any more, or soon: what plays is better than nothing, and than whichever number ages last.
    if (!next || this.isLate)
      return plays && shown.phase === "unknown" && shown.state !== "offline";
    // A platform's player does not start where nobody sees it.
    return (
      embedOf(next) !== null && (document.hidden || document.querySelector("dialog[open]") !== null)
    );
  }
}
