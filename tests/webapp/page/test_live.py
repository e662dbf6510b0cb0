"""Does the page go on from the board it came with, and ask for a whole one once that is uncertain?"""

from __future__ import annotations

from tests.webapp.page.node import in_node

FOLLOW = """
    const { followLive } = await load("live/live.js");
    globalThis.setInterval = () => {};
    globalThis.setTimeout = (action) => action();
    const opened = [];
    globalThis.EventSource = class {
        static CLOSED = 2;
        constructor(url) { Object.assign(this, { url, readyState: 0, heard: {} }); opened.push(this); }
        addEventListener(kind, action) { this.heard[kind] = action; }
        close() { this.readyState = 2; }
        say(kind, data, id = "") { this.heard[kind]({ data: JSON.stringify(data), lastEventId: id }); }
    };
    const told = [];
    followLive("pubg", {
        board: { count: 2, streams: [{ channel: "a", alive: 9 }, { channel: "b", alive: 8 }] },
        tag: "known",
        onBoard: ({ streams }) => told.push(streams.map(({ channel, alive }) => channel + alive).join()),
        onLink: () => {},
    });
    const part = (alive) => ({ count: 2, order: ["b", "a"], streams: [{ channel: "b", alive }] });
    opened[0].say("changes", part(7));
    opened[0].say("error");
    opened[1].say("board", { count: 1, streams: [{ channel: "c", alive: 5 }] });
    opened[1].say("changes", { count: 1, order: null, streams: [{ channel: "c", alive: 4 }] }, "1-0");
    opened[1].say("error");
    return { told, asked: opened.map(({ url }) => new URL(url, "http://a").searchParams.get("tag")) };
"""


def test_changes_follow_the_board_of_the_page_and_a_broken_line_asks_for_a_whole_one() -> None:
    told = in_node(FOLLOW)
    assert told["told"] == ["b7,a9", "c5", "c4"]
    assert told["asked"] == ["known", None], (
        "after an event with an id the browser resumes by itself"
    )
