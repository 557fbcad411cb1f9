const place = document.querySelector<HTMLElement>("[data-search-address]");
const button = place?.querySelector("button");
const field = document.querySelector<HTMLInputElement>("#search-field");
const wanted = lastSegment(location.pathname);
if (place && button && field && wanted) offer(place, button, field, wanted);

/** Puts what the address seems to be about into the search, once its reader asks for that. */
function offer(
  place: HTMLElement,
  button: HTMLButtonElement,
  field: HTMLInputElement,
  wanted: string,
): void {
  button.textContent = `Search for ${wanted}`;
  place.hidden = false;
  button.addEventListener("click", () => {
    field.value = wanted;
    field.focus();
    field.dispatchEvent(new Event("input"));
  });
}

function lastSegment(path: string): string {
  const segment = path.split("/").findLast((each) => each !== "") ?? "";
  try {
    return decodeURIComponent(segment).slice(0, 100);
  } catch {
    return segment.slice(0, 100);
  }
}
