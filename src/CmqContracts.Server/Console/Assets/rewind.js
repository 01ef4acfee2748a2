// A slider over the points of a rewind, whose counts are in the page.
"use strict";
(() => {
  const select = document.getElementById("rewind-point");
  if (!select) return;
  const { number } = window.cmqConsole;
  const bars = [...document.querySelectorAll(".timeline rect")];
  const says = document.getElementById("rewind-says");
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = 0;
  slider.max = select.options.length - 1;
  slider.value = select.selectedIndex;
  slider.setAttribute("aria-label", "Rewind to");
  document.querySelector(".timeline").after(slider);
  select.closest("label").hidden = true;

  const pad = value => String(value).padStart(2, "0");
  function local(seconds) {
    const at = new Date(seconds * 1000);
    return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} ${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
  }
  function show() {
    const index = Number(slider.value);
    select.selectedIndex = index;
    const count = Number(select.options[index].dataset.messages);
    says.textContent = `${local(Number(select.value))}: ${number(count)} ${count === 1 ? "message returns" : "messages return"}`;
    slider.setAttribute("aria-valuetext", says.textContent);
    bars.forEach((bar, i) => bar.classList.toggle("kept", i < index));
  }
  slider.addEventListener("input", show);
  show();
})();
