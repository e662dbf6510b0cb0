// Which key does what?

const TYPED_IN = "input:not([type=checkbox]), select, textarea, [contenteditable]";

// `actions` by `event.key`. Ignores keys with modifiers, and keys pressed in a text field or an open dialog.
export function listenToKeys(actions) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.target.closest?.(TYPED_IN) || document.querySelector("dialog[open]")) return;
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
