// Where does a stream play, and on what is it watched?

// What each platform's own player is given, how large it has to be in CSS pixels, and what else holds for it:
// - Twitch's starts on no phone. https://dev.twitch.tv/docs/embed/video-and-clips/
// - YouTube allows one on a page that starts by itself. https://developers.google.com/youtube/terms/required-minimum-functionality
// - Kick's takes no orders. https://help.kick.com/en/articles/7066931-how-to-embed-your-kick-livestream
const EMBEDS = {
  twitch: { given: /^\w{1,25}$/, width: 400, height: 300, needsTap: true },
  kick: { given: /^[\w-]{1,64}$/, width: 0, height: 0, hasNoVolume: true },
  youtube: { given: /^[\w-]{11}$/, width: 200, height: 200, isAlone: true },
};

export const isTwitch = (stream) => stream?.platform === "twitch";

// What the platform's player is given. Rows of an older server do not say it.
export const givenOf = ({ platform, channel, player }) =>
  player || (platform === "youtube" ? "" : channel.replace(`${platform}-`, ""));

// What is said of its platform above, if the platform's own player shows this stream; else nothing.
export function embedOf(stream) {
  const embed = EMBEDS[stream?.platform];
  const { embeds = "" } = document.body.dataset;
  const isOn = embed && embeds.split(" ").includes(stream.platform);
  return isOn && embed.given.test(givenOf(stream)) ? embed : null;
}

// Wide enough for pictures side by side; as in the style sheets.
export const isWide = () => matchMedia("(min-width: 860px)").matches;
export const isPhone = () => matchMedia("(hover: none) and (pointer: coarse)").matches;
