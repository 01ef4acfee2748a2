// Keeps pages up to date and saves steps. Every page works without it.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const number = value => value.toLocaleString("en-US");
  const units = [[86400, "d", 3600, "h"], [3600, "h", 60, "min"], [60, "min", 1, "s"]];

  function duration(seconds) {
    if (seconds === 0) return "";
    for (const [size, unit, next, nextUnit] of units)
      if (seconds >= size) return `${Math.floor(seconds / size)} ${unit} ${Math.floor(seconds % size / next)} ${nextUnit}`;
    return `${seconds} s`;
  }

  // Times are sent in UTC, and shown in the reader's own zone.
  function localize(root) {
    for (const time of all("time[datetime]", root)) {
      const at = new Date(time.dateTime);
      const pad = (n, width = 2) => String(n).padStart(width, "0");
      time.textContent = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} ${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
    }
  }

  // A stream of server-sent events, closed while nobody sees the page: browsers open few connections to a host.
  function listen(url, handlers, state) {
    let source = null;
    const say = text => { if (state) state.textContent = text; };
    function open() {
      if (source || document.hidden) return;
      source = new EventSource(url);
      source.onopen = () => say("Live.");
      source.onerror = () => {
        say(source.readyState === EventSource.CLOSED ? "Not live: the server has refused. Load the page again." : "The server does not answer; trying again…");
      };
      for (const [name, handle] of Object.entries(handlers)) source.addEventListener(name, event => handle(event.data));
      source.addEventListener("ended", () => { close(); location.reload(); });
    }
    function close() {
      if (source) source.close();
      source = null;
    }
    document.addEventListener("visibilitychange", () => document.hidden ? close() : open());
    addEventListener("pagehide", close);
    addEventListener("pageshow", open);
    open();
  }

  // A minute of a queue's rates.
  const points = 120;
  const svg = "http://www.w3.org/2000/svg";
  function chart(row) {
    const cell = row.lastElementChild;
    const graphic = document.createElementNS(svg, "svg");
    graphic.setAttribute("class", "chart");
    graphic.setAttribute("viewBox", `0 0 ${points} 20`);
    graphic.setAttribute("preserveAspectRatio", "none");
    graphic.setAttribute("role", "img");
    graphic.setAttribute("aria-label", "Messages sent and received a second, during the last minute");
    const lines = ["received", "sent"].map(name => {
      const path = document.createElementNS(svg, "path");
      path.setAttribute("class", name);
      graphic.append(path);
      return { name, path };
    });
    cell.append(graphic);
    return { lines, values: { sent: [], received: [] } };
  }
  function draw(chart) {
    const highest = Math.max(1, ...chart.values.sent, ...chart.values.received);
    for (const { name, path } of chart.lines) {
      const values = chart.values[name];
      const start = points - values.length;
      path.setAttribute("d", values.map((value, i) => `${i ? "L" : "M"}${start + i} ${(19 - 18 * value / highest).toFixed(1)}`).join(""));
    }
  }

  function overview(hint) {
    const rows = new Map(all("tr[data-queue]").map(row => [row.dataset.queue, { row, cells: Object.fromEntries(all("[data-f]", row).map(cell => [cell.dataset.f, cell])) }]));
    const search = new URLSearchParams(location.search).get("search") || "";
    let known = null;
    const set = (cell, text) => {
      if (cell.textContent === text) return;
      cell.textContent = text;
      cell.classList.remove("changed");
      void cell.offsetWidth;
      cell.classList.add("changed");
    };
    listen(hint.dataset.live, {
      queues(data) {
        const { changed, gone } = JSON.parse(data);
        const names = changed.map(queue => queue.name);
        if (known && (gone.length || names.some(name => !known.has(name) && name.toLowerCase().includes(search.toLowerCase())))) { refresh(); return; }
        known = new Set([...(known || []), ...names]);
        for (const queue of changed) {
          const entry = rows.get(queue.name);
          if (!entry) continue;
          entry.last = queue;
          for (const name of ["active", "inactive", "delayed", "rewindable"]) set(entry.cells[name], number(queue[name]));
          entry.cells.oldest.textContent = duration(queue.oldest);
          entry.cells.sent.textContent = queue.sent;
          entry.cells.received.textContent = queue.received;
          entry.cells.trouble.textContent = queue.trouble;
          entry.cells.trouble.className = `trouble s${queue.severity}`;
        }
      },
    }, hint.querySelector("[data-live-state]"));
    setInterval(() => {
      if (document.hidden) return;
      for (const entry of rows.values()) {
        if (!entry.last || (!entry.chart && !entry.last.sent && !entry.last.received)) continue;
        entry.chart ||= chart(entry.row);
        for (const name of ["sent", "received"]) {
          entry.chart.values[name].push(entry.last[name]);
          if (entry.chart.values[name].length > points) entry.chart.values[name].shift();
        }
        draw(entry.chart);
      }
    }, 500);
  }

  const keyOf = element => [element.tagName, element.getAttribute("href"), element.name, element.value].join(" ");

  // Takes the page's content anew, and leaves what is typed and where the reader is.
  async function refresh() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "manual" });
    if (!answer.ok) { location.reload(); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (all("[data-refresh]").length === 0) { location.reload(); return; }
    for (const part of all("[data-refresh]")) {
      const fresh = page.getElementById(part.id);

      // What was chosen while the page was fetched stays chosen.
      if (!fresh || part.querySelector("input:checked")) continue;
      const focused = part.contains(document.activeElement) ? keyOf(document.activeElement) : null;
      part.replaceWith(fresh);
      if (focused) all("a, button, input", fresh).find(one => keyOf(one) === focused)?.focus();
    }
    localize(document);
  }

  // What must be clear before it is done.
  function confirmations() {
    document.addEventListener("submit", event => {
      const question = event.submitter?.dataset.confirm || event.target.dataset.confirm;
      if (question && !confirm(question)) event.preventDefault();
    });
    document.addEventListener("change", event => {
      const name = event.target.dataset.all;
      if (name) for (const one of all(`input[name="${name}"]`)) one.checked = event.target.checked;
    });
  }

  // The counters at the head of a queue's pages; what a page does besides, when they change, it says itself.
  function head(line) {
    const cells = Object.fromEntries(all("[data-f]", line).map(cell => [cell.dataset.f, cell]));
    let first = true;
    listen(line.dataset.queueLive, {
      queues(data) {
        const queue = JSON.parse(data).changed.find(one => one.name === line.dataset.name);
        if (!queue) return;
        for (const [name, cell] of Object.entries(cells)) cell.textContent = number(queue[name]);
        document.dispatchEvent(new CustomEvent("queue-changed", { detail: { queue, first } }));
        first = false;
      },
    });
  }

  localize(document);
  confirmations();
  const hint = document.querySelector("[data-live-set]");
  if (hint) overview(hint);
  const line = document.querySelector("[data-queue-live]");
  if (line) head(line);
  window.cmqConsole = { listen, refresh, localize, number, duration };
})();
