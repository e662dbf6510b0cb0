// What time is it on the server? Viewers' clocks are often wrong, and ages must not be.

// Further apart than this, the wall's clock was set or the machine slept.
const ASLEEP_MILLISECONDS = 10_000;

// A moment, at `tick` by the page's own clock. That one never jumps, but it stands still while the machine sleeps: then the
// wall's clock tells how long ago it was. A number called too old does less harm than one called too young.
export class Moment {
  constructor(tick = performance.now()) {
    this.tick = tick;
    this.wall = Date.now() - (performance.now() - tick);
  }

  // Milliseconds since.
  get ago() {
    const steady = performance.now() - this.tick;
    const wall = Date.now() - this.wall;
    return wall - steady > ASLEEP_MILLISECONDS ? wall : steady;
  }
}

export class ServerClock {
  // `iso` is the server's time as it was at `tick`, in milliseconds by the page's own clock.
  constructor(iso, tick) {
    this.hear(iso, tick);
  }

  hear(iso, tick) {
    this.heard = Date.parse(iso);
    this.moment = new Moment(tick);
  }

  // Epoch milliseconds.
  get now() {
    return this.heard + this.moment.ago;
  }

  // Seconds since `iso`; null for null. Never below zero: what is on its way takes time.
  age(iso) {
    return iso === null ? null : Math.max(0, (this.now - Date.parse(iso)) / 1000);
  }

  // Seconds until `iso`; null for null. Never below zero.
  until(iso) {
    return iso === null ? null : Math.max(0, (Date.parse(iso) - this.now) / 1000);
  }
}
