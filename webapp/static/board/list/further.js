// Which rows are there below the first hundred? Live events carry only those; the API has the rest.

import { setText } from "./rows.js";

const PAGE = 100;
const MAX_ASKED = 500;
const REFRESH_MILLISECONDS = 5000;
const ANSWER_MILLISECONDS = 8000;

export class Further {
  // `part` holds `words` and `button`. `onBoard(board)` is called when rows have come, with the board they belong to.
  constructor({ part, words, button, game, onBoard }) {
    Object.assign(this, { part, words, button, game, onBoard, rows: [], wanted: 0, kept: null });
    button.addEventListener("click", () => this.#want(this.wanted + PAGE));
  }

  // The live board with the rows below it that the viewer asked for.
  with(board) {
    this.board = board;
    const known = new Set(board.streams.map((each) => each.channel));
    const streams = [...board.streams];
    for (const row of [...this.rows, ...(this.kept ? [this.kept] : [])]) {
      if (!known.has(row.channel)) streams.push(row);
      known.add(row.channel);
    }
    this.#say(streams.length, board.count ?? streams.length);
    return { ...board, streams };
  }

  // Makes the board long enough to hold this row, which a search has found.
  keep(row) {
    this.kept = row;
    const { length } = this.board.streams;
    if (row.rank > length + this.wanted) this.#want(Math.ceil((row.rank - length) / PAGE) * PAGE);
    else this.onBoard(this.board);
  }

  #want(count) {
    this.wanted = count;
    this.#ask();
  }

  async #ask() {
    clearTimeout(this.timer);
    this.button.disabled = !this.rows.length;
    try {
      if (!document.hidden) this.rows = await this.#fetch();
      this.kept = this.rows.find((each) => each.channel === this.kept?.channel) ?? this.kept;
      this.onBoard(this.board);
    } catch {
      /* the rows that are there get old and lose their rank; the next answer renews them */
    }
    this.button.disabled = false;
    this.timer = setTimeout(() => this.#ask(), REFRESH_MILLISECONDS);
  }

  async #fetch() {
    const rows = [];
    const start = this.board.streams.length;
    while (rows.length < this.wanted) {
      const limit = Math.min(this.wanted - rows.length, MAX_ASKED);
      const query = new URLSearchParams({ offset: start + rows.length, limit, game: this.game });
      const signal = AbortSignal.timeout(ANSWER_MILLISECONDS);
      const answer = await fetch(`/api/v1/streams/?${query}`, { signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const { results } = await answer.json();
      rows.push(...results);
      if (results.length < limit) break;
    }
    return rows;
  }

  #say(listed, count) {
    this.part.hidden = listed >= count;
    setText(this.words, `${listed} of ${count} streams`);
  }
}
