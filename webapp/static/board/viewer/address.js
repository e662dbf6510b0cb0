// Which stream does the page's address pin?

export function pinnedInAddress() {
  return new URLSearchParams(location.search).get("pin");
}

export function addressWithPin(pinned) {
  const address = new URL(location.href);
  if (pinned) address.searchParams.set("pin", pinned);
  else address.searchParams.delete("pin");
  return address;
}
