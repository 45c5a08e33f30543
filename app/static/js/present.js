/*
 * The presenter's screen: arrow keys, space and page keys follow the page's own links, Escape leaves.
 * Keys that a field, a link or a button needs stay theirs.
 */
(function () {
  "use strict";

  const KEYS = {
    ArrowRight: "[data-present-on]",
    ArrowDown: "[data-present-on]",
    PageDown: "[data-present-on]",
    " ": "[data-present-on]",
    ArrowLeft: "[data-present-back]",
    ArrowUp: "[data-present-back]",
    PageUp: "[data-present-back]",
    Escape: "[data-present-leave]",
  };

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    const inside = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (inside || (event.key === " " && event.target.closest?.("a, button, summary"))) return;
    const link = KEYS[event.key] && document.querySelector(KEYS[event.key]);
    if (!link) return;
    event.preventDefault();
    window.location.assign(link.href);
  });
})();
