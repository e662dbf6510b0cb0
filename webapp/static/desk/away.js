// How does a page that refreshes itself say that it no longer does?

const ANSWER_MILLISECONDS = 8000;

export class Away {
  // `line` is shown while the site does not answer.
  constructor(line) {
    this.line = line;
    this.#heard();
  }

  // What the site answers, `{html, isRedirected}`; null while it is away.
  async ask(address) {
    try {
      const signal = AbortSignal.timeout(ANSWER_MILLISECONDS);
      const response = await fetch(address, { signal });
      if (!response.ok) throw new Error(response.statusText);
      const html = await response.text();
      this.#heard();
      return { html, isRedirected: response.redirected };
    } catch {
      this.#missed();
      return null;
    }
  }

  #heard() {
    this.heardAt = performance.now();
    this.line.hidden = true;
  }

  #missed() {
    const seconds = Math.round((performance.now() - this.heardAt) / 1000);
    this.line.textContent = `Not updated for ${seconds} s: the site is not responding. Retrying…`;
    this.line.hidden = false;
  }
}
