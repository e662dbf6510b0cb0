// What do viewers on Twitch say about the stream that is shown? https://dev.twitch.tv/docs/embed/chat/

export class Chat {
  constructor(element) {
    Object.assign(this, { element, login: null });
  }

  // Of nobody where `login` is null.
  show(login) {
    if (login === this.login) return;
    this.login = login;
    this.element.replaceChildren();
    this.element.hidden = !login;
    this.element.parentElement.classList.toggle("has-chat", Boolean(login));
    if (!login) return;
    const isDark = getComputedStyle(this.element).colorScheme === "dark";
    const asked = new URLSearchParams({ parent: location.hostname });
    const frame = document.createElement("iframe");
    frame.title = `Chat of ${login} on Twitch`;
    const address = `/embed/${encodeURIComponent(login)}/chat?${asked}${isDark ? "&darkpopout" : ""}`;
    frame.src = document.body.dataset.twitchChat + address;
    this.element.append(frame);
  }
}
