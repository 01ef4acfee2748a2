// Takes a part of the page anew every second, as long as it says so, somebody sees it, and nobody types in it.
"use strict";
setInterval(async () => {
  const part = document.querySelector("[data-live-part=on]");
  if (!part || document.hidden) return;
  const focused = document.activeElement;
  const isInside = part.contains(focused);
  if (isInside && focused.matches("input, select, textarea")) return;
  try {
    await window.cmqConsole.refresh();
  } catch {
    return; // The server does not answer; the next second asks again.
  }
  if (isInside && focused.id) document.getElementById(focused.id)?.focus();
}, 1000);
