// As https://www.youtube.com/iframe_api to whoever uses it, from https://developers.google.com/youtube/iframe_api_reference:
// it loads another script, which calls onYouTubeIframeAPIReady.
window.YT = { loading: 1, loaded: 0 };
document.head.append(
  Object.assign(document.createElement("script"), {
    src: `${new URL(document.currentScript.src).origin}/s/player/widget_api.js`,
  }),
);
