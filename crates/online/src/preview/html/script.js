// Updates the page when files change, and submits a form with Ctrl+Enter. Pages work without it.
"use strict";
(() => {
  const page = document.documentElement;
  const status = document.querySelector("[role=status]");
  const hasForm = page.hasAttribute("data-form");
  let known = page.dataset.revision;
  let shown = document.querySelector("main").innerHTML;

  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  const get = async (url) => {
    const answer = await fetch(url, { cache: "no-store" });
    return answer.text();
  };

  // Puts the new content in the place of the old; the scroll position, the focus and what is unfolded stay.
  const refresh = async () => {
    const next = new DOMParser().parseFromString(await get(location.href.split("#")[0]), "text/html");
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

  const watch = async () => {
    for (let failures = 0; failures < 5;) {
      try {
        const now = await get(`changes?since=${known}`);
        failures = 0;
        if (now === known) {
          status.textContent = "";
        } else if (hasForm) {
          // What was typed stays; the server compares before it writes.
          status.textContent = "Files have changed since this form was opened.";
        } else {
          await refresh();
        }
        known = now;
      } catch {
        failures += 1;
        await wait(500);
      }
    }
    status.textContent = "The preview has ended. Start it again to go on.";
  };
  watch();

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && field instanceof HTMLTextAreaElement && field.form) {
      event.preventDefault();
      field.form.requestSubmit(field.form.querySelector("[value=next]"));
    }
  });
})();
