// How does a platform's script come into the page, once?

const scripts = new Map();

// What `find()` gives once the script at `url` has run; one that did not come is asked for again the next time.
export function loadScript(url, find) {
  if (!scripts.has(url)) scripts.set(url, added(url, find));
  return scripts.get(url);
}

function added(url, find) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = url;
    element.addEventListener("load", () => resolve(find()));
    element.addEventListener("error", () => {
      scripts.delete(url);
      element.remove();
      reject(new Error("script"));
    });
    document.head.append(element);
  });
}
