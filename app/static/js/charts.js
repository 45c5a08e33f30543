/*
 * The points of a measure's chart: one that is chosen opens beside the chart. Without this file each is a link to
 * its own page. Arrow keys among the points are in app.js.
 */
(function () {
  "use strict";

  const OPENS = "#series .ch-points > a, #series a[data-point-link], #series .chart a.ch-link";
  const FIELDS = "input, textarea, select";

  const panel = () => document.getElementById("point");
  const opened = () => panel()?.dataset.pointOpen || "";
  const points = () => Array.from(document.querySelectorAll("#series .ch-points > a"));
  /* Points name their addresses as seen from the page, the panel names its own in full. */
  const address = (link) => new URL(link.getAttribute("href"), document.baseURI).pathname;
  const isShown = (point) => point.getClientRects().length > 0;

  /* Mark the point that is open in each width of the chart, and let the Tab key lead to it. */
  function showOpened() {
    const href = opened();
    for (const point of points()) {
      const current = Boolean(href) && address(point) === href;
      if (current) {
        for (const other of point.closest("svg").querySelectorAll(".ch-points > *")) other.setAttribute("tabindex", "-1");
        point.setAttribute("tabindex", "0");
        point.setAttribute("aria-current", "true");
      } else {
        point.removeAttribute("aria-current");
      }
    }
  }

  function close() {
    const href = opened();
    const empty = document.createElement("section");
    empty.id = "point";
    empty.hidden = true;
    empty.setAttribute("aria-label", "Point");
    panel().replaceWith(empty);
    showOpened();
    points()
      .find((point) => isShown(point) && address(point) === href)
      ?.focus();
  }

  document.addEventListener("click", (event) => {
    const { button, altKey, ctrlKey, metaKey, shiftKey, target } = event;
    if (event.defaultPrevented || button !== 0 || altKey || ctrlKey || metaKey || shiftKey || !panel()) return;
    if (target.closest?.("#point [data-point-close]")) {
      event.preventDefault();
      close();
      return;
    }
    const link = target.closest?.(OPENS);
    if (!link || !address(link).includes("/points/")) return;
    event.preventDefault();
    window.htmx.ajax("GET", address(link), { target: "#point", swap: "outerHTML" });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const point = event.target.closest?.("#series .ch-points > *");
    const inside = event.target.closest?.("#point");
    // What is being typed is not thrown away by a key.
    if (opened() && (point || (inside && !event.target.matches(FIELDS)))) close();
    else if (point) point.classList.add("ch-quiet");
  });

  document.addEventListener("focusout", (event) => event.target.classList?.remove("ch-quiet"));

  document.body.addEventListener("htmx:afterSettle", showOpened);
  showOpened();
})();
