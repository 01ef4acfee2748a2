// Shows new messages in the list as they arrive, while it is at its newest page and nothing in it is chosen.
"use strict";
(() => {
  const list = () => document.querySelector("#messages[data-newest=yes]");
  const isChosen = () => document.querySelector("#messages input:checked") !== null;
  let running = false, again = false;

  async function update() {
    if (running) { again = true; return; }
    running = true;
    try {
      do {
        again = false;
        await window.cmqConsole.refresh();
      } while (again && !isChosen());
    } catch {
      // The server does not answer; the next change asks again.
    } finally {
      running = false;
    }
  }

  document.addEventListener("queue-changed", event => {
    const { queue, first } = event.detail;
    const shown = list();
    if (!shown || isChosen()) return;

    // The first look is mostly what the page shows already.
    if (!first || String(queue[shown.dataset.state]) !== shown.dataset.count) update();
  });
})();
