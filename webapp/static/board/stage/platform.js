// Where does a stream play, and on what is it watched?

export const isTwitch = (stream) => stream?.platform === "twitch";
export const loginOf = (stream) => stream.channel.replace(/^twitch-/, "");
export const isPhone = () => matchMedia("(hover: none) and (pointer: coarse)").matches;
