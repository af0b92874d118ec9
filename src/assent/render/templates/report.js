"use strict";
const all = [...document.querySelectorAll(".finding")];
const search = document.getElementById("search");
const side = document.getElementById("side");
const chips = [...document.querySelectorAll(".chip")];
const texts = new Map();
/* All but the lines around the place, which hold words of other findings. */
const SEARCHED = "summary, .waiver, .applied, .consumers, .messages, figcaption, .others, .rule";

function textOf(finding) {
  if (!texts.has(finding)) {
    const operation = finding.closest(".operation").querySelector("h3").textContent;
    const parts = [...finding.querySelectorAll(SEARCHED)].map((it) => it.textContent);
    texts.set(finding, [operation, finding.id, ...parts].join(" ").toLowerCase());
  }
  return texts.get(finding);
}

function update() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const labels = new Set(chips.filter((it) => it.getAttribute("aria-pressed") === "true").map((it) => it.dataset.label));
  let shown = 0;
  for (const finding of all) {
    const fits = labels.has(finding.dataset.label)
      && (!side || !side.value || finding.dataset.side === side.value)
      && words.every((word) => textOf(finding).includes(word));
    finding.hidden = !fits;
    shown += fits;
  }
  for (const operation of document.querySelectorAll(".operation")) {
    operation.hidden = !operation.querySelector(".finding:not([hidden])");
  }
  const total = all.length === 1 ? "1 finding" : `${all.length.toLocaleString("en")} findings`;
  document.getElementById("shown").textContent = shown === all.length ? total : `${shown.toLocaleString("en")} of ${total}`;
  document.getElementById("none").hidden = shown > 0;
}

function openAll(open) {
  for (const finding of all) if (!finding.hidden) finding.open = open;
}

function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || !target.classList.contains("finding")) return;
  if (target.hidden) showAll();
  target.open = true;
  target.scrollIntoView();
}

function showAll() {
  search.value = "";
  if (side) side.value = "";
  for (const chip of chips) chip.setAttribute("aria-pressed", "true");
  update();
}

if (search) {
  search.addEventListener("input", update);
  if (side) side.addEventListener("change", update);
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      update();
    });
  }
  for (const button of document.querySelectorAll("[data-search]")) {
    button.addEventListener("click", () => { search.value = button.dataset.search; update(); });
  }
  document.getElementById("open").addEventListener("click", () => openAll(true));
  document.getElementById("close").addEventListener("click", () => openAll(false));
  document.getElementById("clear").addEventListener("click", () => { showAll(); search.focus(); });
  document.getElementById("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && event.target === search) {
      showAll();
    }
  });
  const opened = [];
  addEventListener("beforeprint", () => {
    for (const finding of all) if (!finding.open) { finding.open = true; opened.push(finding); }
  });
  addEventListener("afterprint", () => { for (const finding of opened.splice(0)) finding.open = false; });
  addEventListener("hashchange", openTarget);
  openTarget();
}
