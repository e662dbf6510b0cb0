// How does the health page keep itself fresh?

import { Away } from "./away.js";

const EVERY_MILLISECONDS = 10_000;
const away = new Away(document.getElementById("away"));

setInterval(async () => {
  if (document.hidden) return;
  const answer = await away.ask("?part=rows");
  if (answer && !answer.isRedirected) document.getElementById("facts").innerHTML = answer.html;
}, EVERY_MILLISECONDS);
