// How does an administration page ask the workers something?

const POLL_MILLISECONDS = 200;
const MAX_MILLISECONDS = 15_000;

export function token() {
  return document.querySelector("[name=csrfmiddlewaretoken]").value;
}

// The answer as an object; what went wrong is an Error whose message is a sentence.
export async function post(address, body) {
  const headers = { "X-CSRFToken": token() };
  const response = await fetch(address, { method: "POST", body, headers });
  return await told(response);
}

export async function told(response) {
  let body;
  try {
    body = await response.json();
  } catch {
    throw new Error(refusal(response));
  }
  if (body.fault) throw new Error(body.fault);
  return body;
}

// Why there is a page in place of an answer.
function refusal({ redirected, status }) {
  if (redirected)
    return "You have been logged out. Reload the page to log in; what was saved is kept.";
  if (status === 403)
    return "Your account may not do this, or you have logged in again since: reload the page.";
  if (status === 404) return "This has been removed in the meantime. Reload the page.";
  return `The server returned status ${status}.`;
}

export async function ask(address, body) {
  const { ask: id } = await post(address, body);
  const endsAt = performance.now() + MAX_MILLISECONDS;
  while (performance.now() < endsAt) {
    const response = await fetch(`/admin/desk/answers/${id}/`);
    if (response.status !== 202) return { ...(await told(response)), ask: id };
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
  throw new Error("No worker answered within 15 seconds. Are the workers running?");
}
