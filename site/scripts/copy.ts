const shownMs = 2000;

/** Makes a button copy what `text` gives at that moment, and say so on itself and to screen readers. */
export function onCopy(button: HTMLButtonElement, text: () => string): void {
  const label = button.textContent?.trim() ?? "";
  const status = document.createElement("span");
  status.className = "unseen";
  status.setAttribute("role", "status");
  button.after(status);
  button.hidden = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  button.addEventListener("click", async () => {
    const said = await navigator.clipboard.writeText(text()).then(
      () => "Copied",
      () => "Not allowed to copy",
    );
    button.textContent = said;
    status.textContent = said;
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = label;
      status.textContent = "";
    }, shownMs);
  });
}
