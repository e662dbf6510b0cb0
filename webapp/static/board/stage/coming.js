// Which finish comes next, and in about how long?

import { setText } from "../list/rows.js";
import { comingWords } from "../words.js";

export class Coming {
  // `find(channel)` gives its row; `until(iso)` the seconds to a time, null for null.
  constructor(line, find, until) {
    Object.assign(this, { line, find, until, onAir: null });
  }

  // `onAir` is the site's answer; null where the viewer follows a choice of their own.
  show(onAir) {
    this.onAir = onAir;
    this.tick();
  }

  tick() {
    const stream = this.onAir?.coming ? this.find(this.onAir.coming) : null;
    this.line.hidden = !stream || stream.rank === null;
    if (!this.line.hidden)
      setText(this.line, comingWords(stream, this.until(this.onAir.coming_at)));
  }
}
