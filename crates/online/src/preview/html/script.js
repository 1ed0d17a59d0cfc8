// Updates the page when files change, chooses the text that somebody types for a conflict, and submits a form with
// Ctrl+Enter. Pages work without it.
"use strict";
(() => {
  const page = document.documentElement;
  const status = document.querySelector("[role=status]");
  const hasForm = page.hasAttribute("data-form");
  let known = page.dataset.revision;
  let shown = document.querySelector("main").innerHTML;

  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  const get = async (url, signal) => {
    const answer = await fetch(url, { cache: "no-store", signal });
    return answer.text();
  };

  // Puts the new content in the place of the old; the scroll position, the focus and what is unfolded stay.
  const refresh = async (signal) => {
    const next = new DOMParser().parseFromString(await get(location.href.split("#")[0], signal), "text/html");
    const [before, after] = [document.querySelector("main"), next.querySelector("main")];
    if (!after || after.innerHTML === shown) return;
    shown = after.innerHTML;
    const unfolded = [...before.querySelectorAll("li[id] details[open]")].map((it) => it.closest("li").id);
    const focused = document.activeElement?.getAttribute("href");
    before.replaceWith(after);
    document.title = next.title;
    for (const id of unfolded) document.getElementById(id)?.querySelector("details")?.setAttribute("open", "");
    if (focused) [...after.querySelectorAll("a")].find((it) => it.getAttribute("href") === focused)?.focus();
    status.textContent = "Updated: files have changed.";
  };

  let watching = null;

  const watch = async () => {
    if (watching || document.hidden) return;
    watching = new AbortController();
    const { signal } = watching;
    for (let failures = 0; failures < 5;) {
      try {
        const now = await get(`changes?since=${known}`, signal);
        failures = 0;
        if (now === known) {
          status.textContent = "";
        } else if (hasForm) {
          // What was typed stays; the server compares before it writes.
          status.textContent = "Files have changed since this form was opened.";
        } else {
          await refresh(signal);
        }
        known = now;
      } catch {
        if (signal.aborted) return;
        failures += 1;
        await wait(500);
      }
    }
    status.textContent = "The preview has ended. Start it again to go on.";
  };

  // Browsers open few connections to a server: a page that nobody looks at must not hold one.
  const rest = () => {
    watching?.abort();
    watching = null;
  };
  addEventListener("pageshow", watch);
  addEventListener("pagehide", rest);
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : watch()));

  // Whoever types another text for a conflict has chosen it.
  document.addEventListener("input", (event) => {
    const field = event.target;
    const choice = field instanceof HTMLTextAreaElement && field.closest("fieldset")?.querySelector("[value=text]");
    if (choice) choice.checked = true;
  });

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && field instanceof HTMLTextAreaElement && field.form) {
      event.preventDefault();
      field.form.requestSubmit(field.form.querySelector("[value=next]"));
    }
  });
})();
