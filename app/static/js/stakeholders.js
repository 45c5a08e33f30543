/*
 * The stakeholder map by pointer, finger and keys. The form works without this file: choose who, press a place.
 * Here a name is dragged onto a place, or moved with the arrow keys; both press the form's own button.
 */
(function () {
  "use strict";

  const NEAR = 6; // px that a press may wander before it is a drag
  const PAUSE = 450; // ms after the last arrow key before the move is stored

  const board = () => document.getElementById("board");
  const pad = () => document.getElementById("pad");
  const $$ = (selector, from = document) => Array.from(from.querySelectorAll(selector));

  function announce(text) {
    document.body.dispatchEvent(new CustomEvent("announce", { detail: { value: text } }));
  }

  /* ---------- who a link on the map stands for ---------- */

  function linkAt(target) {
    const link = target.closest?.("#board [data-choose], #board [data-drawing] a");
    return link && pad() ? link : null;
  }

  function idOf(link) {
    const found = /\/stakeholders\/(\d+)$/.exec(link.getAttribute("href"));
    return link.dataset.choose || found?.[1];
  }

  const optionOf = (id) => pad().querySelector(`option[data-id="${id}"]`);
  const nameOf = (id) => optionOf(id)?.textContent.replace(/^\d+\. /, "") || "";

  /* Where somebody stands now: the pad is in the page, shown or not. */
  function cellOf(id) {
    return pad().querySelector(`.pad-cell:has([data-choose="${id}"])`)?.dataset.cell || null;
  }

  function choose(id) {
    const option = optionOf(id);
    if (option) option.selected = true;
    mark();
  }

  function mark() {
    if (!pad()) return;
    const id = pad().elements.who.selectedOptions[0]?.dataset.id;
    for (const link of $$("[data-choose]", pad())) {
      if (link.dataset.choose === id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  /* ---------- placing presses the form's own button ---------- */

  let back = null; // whose link gets the focus when the new map is there

  function place(id, cell, keepFocus) {
    choose(id);
    back = keepFocus ? { id, drawn: Boolean(document.activeElement?.closest("[data-drawing]")) } : null;
    const button = pad().querySelector(`button[value="${cell}"]`);
    button?.click();
  }

  function target(cell) {
    for (const place of $$(".is-target", board())) place.classList.remove("is-target");
    if (cell) for (const place of $$(`[data-cell="${cell}"]`, board())) place.classList.add("is-target");
  }

  /* ---------- dragging, by pointer and by touch ---------- */

  let drag = null;
  let dropped = false;

  function cellUnder(x, y) {
    return document.elementsFromPoint(x, y).find((element) => element.matches("#board [data-cell]"))?.dataset.cell || null;
  }

  document.addEventListener("pointerdown", (event) => {
    const link = linkAt(event.target);
    dropped = false;
    if (!link || event.button !== 0 || drag) return;
    drag = { id: idOf(link), link, x: event.clientX, y: event.clientY, pointer: event.pointerId, ghost: null };
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    if (!drag.ghost && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < NEAR) return;
    if (!drag.ghost) {
      drag.ghost = document.createElement("span");
      drag.ghost.className = "chip drag-ghost";
      drag.ghost.textContent = nameOf(drag.id);
      document.body.append(drag.ghost);
      document.documentElement.classList.add("is-dragging");
    }
    event.preventDefault();
    drag.ghost.style.transform = `translate(${event.clientX + 10}px, ${event.clientY - 44}px)`;
    target(cellUnder(event.clientX, event.clientY));
  });

  function end(event, stored) {
    if (!drag || event.pointerId !== drag.pointer) return;
    const { id, ghost } = drag;
    drag = null;
    if (!ghost) return;
    ghost.remove();
    document.documentElement.classList.remove("is-dragging");
    dropped = true;
    target(null);
    const cell = stored && cellUnder(event.clientX, event.clientY);
    if (cell && cell !== cellOf(id)) place(id, cell, false);
  }

  document.addEventListener("pointerup", (event) => end(event, true));
  document.addEventListener("pointercancel", (event) => end(event, false));
  document.addEventListener("dragstart", (event) => {
    if (linkAt(event.target)) event.preventDefault();
  });

  /* A click on a number or a name of the tray chooses; a drag that ended on a link is no click. */
  document.addEventListener(
    "click",
    (event) => {
      const link = linkAt(event.target);
      if (link && dropped) {
        event.preventDefault();
        dropped = false;
        return;
      }
      if (link?.dataset.choose && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        choose(idOf(link));
        announce(`${nameOf(idOf(link))} is chosen. Press a place, or the arrow keys.`);
        return;
      }
      /* Whoever is not on the map yet is put where the drawing is clicked; others only by dragging. */
      const cell = event.target.closest?.("#board [data-drawing] [data-cell]");
      const id = cell && pad()?.elements.who.selectedOptions[0]?.dataset.id;
      if (id && !cellOf(id)) place(id, cell.dataset.cell, false);
    },
    true,
  );

  document.addEventListener("change", (event) => {
    if (event.target.id === "pad-who") mark();
  });

  /* ---------- arrow keys ---------- */

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  let moving = null;

  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const link = linkAt(event.target);
    if (!link || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && moving) {
      window.clearTimeout(moving.timer);
      moving = null;
      target(null);
      announce("Not moved.");
      return;
    }
    if (!step) return;
    event.preventDefault();
    const id = idOf(link);
    if (moving?.id !== id) {
      if (moving) store();
      moving = { id, cell: cellOf(id) || "0,3", timer: 0 };
      if (!cellOf(id)) moving.cell = `${0 - step[0]},${3 - step[1]}`;
    }
    const [support, importance] = moving.cell.split(",").map(Number);
    const to = [Math.min(2, Math.max(-2, support + step[0])), Math.min(5, Math.max(1, importance + step[1]))];
    moving.cell = to.join(",");
    target(moving.cell);
    const button = pad().querySelector(`button[value="${moving.cell}"]`);
    announce(button?.getAttribute("aria-label") || "");
    window.clearTimeout(moving.timer);
    moving.timer = window.setTimeout(store, PAUSE);
  });

  function store() {
    if (!moving) return;
    const { id, cell, timer } = moving;
    window.clearTimeout(timer);
    moving = null;
    target(null);
    if (cell !== cellOf(id)) place(id, cell, true);
  }

  window.addEventListener("pagehide", store);

  document.addEventListener("htmx:afterSettle", () => {
    if (!back || !pad()) return;
    const { id, drawn } = back;
    back = null;
    const links = $$(`#board [data-choose="${id}"], #board [data-drawing] a`).filter((link) => idOf(link) === id);
    const seen = links.filter((link) => link.getClientRects().length);
    const home = seen.find((link) => Boolean(link.closest("[data-drawing]")) === drawn) || seen[0];
    home?.focus({ preventScroll: true });
  });
})();
