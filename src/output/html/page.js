
"use strict";
// An addition to a page that is complete without it: hide findings by severity, step through them, light up words and note together.
(() => {
  const root = document.documentElement;
  const tools = document.getElementById("tools");
  const where = document.getElementById("where");
  if (!tools || !where) return;
  tools.hidden = false;
  // The bar follows the reader through the whole page, not only through the overview.
  const overview = document.getElementById("top");
  overview.after(tools);

  const notes = () => [...document.querySelectorAll(".finding")].filter((note) => note.offsetParent !== null);
  const wordsOf = (note) => [...document.querySelectorAll(`mark > a[href="#${note.id}"]`)].map((link) => link.parentElement);
  let lit = [];
  let current = null;

  const light = (note) => {
    for (const element of lit) element.classList.remove("lit");
    lit = note ? [note, ...wordsOf(note)] : [];
    for (const element of lit) element.classList.add("lit");
  };
  const tell = () => {
    const shown = notes();
    const at = shown.indexOf(current);
    where.textContent = at < 0 ? `共 ${shown.length} 处` : `${at + 1} / ${shown.length}`;
  };
  const show = (note) => {
    current = note;
    light(note);
    tell();
    const words = wordsOf(note)[0];
    (words || note).scrollIntoView({ block: "center" });
  };
  const step = (by) => {
    const shown = notes();
    if (shown.length === 0) return;
    const at = shown.indexOf(current);
    const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length;
    show(shown[next]);
  };

  for (const box of tools.querySelectorAll("input[data-severity]")) {
    const apply = () => {
      root.classList.toggle(`hide-${box.dataset.severity}`, !box.checked);
      tell();
    };
    box.addEventListener("change", apply);
    apply();
  }
  document.getElementById("next").addEventListener("click", () => step(1));
  document.getElementById("previous").addEventListener("click", () => step(-1));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "j") step(1);
    if (event.key === "k") step(-1);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("mark > a, .finding h4 a");
    if (!link) return;
    const note = link.closest(".finding") || document.getElementById(link.hash.slice(1));
    if (note) {
      current = note;
      light(note);
      tell();
    }
  });
  document.addEventListener("mouseover", (event) => {
    const link = event.target.closest("mark > a");
    const note = event.target.closest(".finding") || (link && document.getElementById(link.hash.slice(1)));
    if (note) light(note);
  });
  // What is folded away on the screen is wanted on paper.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".finding details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
})();
