// What time is it on the server? Viewers' clocks are often wrong, and ages must not be.

export class ServerClock {
  // `iso` is the server's time as it was at `tick`, in milliseconds by the page's own clock that never jumps.
  constructor(iso, tick) {
    this.hear(iso, tick);
  }

  hear(iso, tick = performance.now()) {
    this.heard = Date.parse(iso);
    this.tick = tick;
  }

  // Epoch milliseconds.
  get now() {
    return this.heard + performance.now() - this.tick;
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
