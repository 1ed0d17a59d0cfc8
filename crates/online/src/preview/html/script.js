// Reloads the page when files change, and submits a form with Ctrl+Enter. Pages work without it.
"use strict";
(() => {
  const page = document.documentElement;
  const status = document.querySelector("[role=status]");
  const form = page.hasAttribute("data-form");
  let known = page.dataset.revision;

  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  const watch = async () => {
    for (let failures = 0; failures < 5;) {
      try {
        const answer = await fetch(`changes?since=${known}`, { cache: "no-store" });
        if (!answer.ok) throw new Error(answer.statusText);
        const now = await answer.text();
        failures = 0;
        status.textContent = "";
        if (now !== known) {
          known = now;
          if (!form) return location.reload();
          // What was typed stays; the server compares before it writes.
          status.textContent = "Files have changed since this form was opened.";
        }
      } catch {
        failures += 1;
        await wait(1000);
      }
    }
    status.textContent = "The preview has ended. Start it again to go on.";
  };
  if (status && known !== undefined) watch();

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && field instanceof HTMLTextAreaElement) {
      event.preventDefault();
      field.form.requestSubmit(field.form.querySelector("[value=next]"));
    }
  });
})();
