// Where does a stream play, and on what is it watched?

export const isTwitch = (stream) => stream?.platform === "twitch";
export const loginOf = (stream) => stream.channel.replace(/^twitch-/, "");
// Wide enough for pictures side by side; as in the style sheets.
export const isWide = () => matchMedia("(min-width: 860px)").matches;
export const isPhone = () => matchMedia("(hover: none) and (pointer: coarse)").matches;
