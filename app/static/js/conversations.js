/*
 * Comments: names suggested after an @, chosen with the arrow keys; a form whose text came back from
 * this device stands open. Everything else works without this.
 */
(function () {
  "use strict";

  const MOST = 6;
  let list = null;
  let field = null;
  let count = 0;

  const typed = () => /(?:^|[^\w@])@([^\n@]{0,40})$/.exec(field.value.slice(0, field.selectionStart));

  function namesFor(area) {
    return Array.from(area.form.querySelectorAll("input[data-name]"), (box) => box.dataset.name);
  }

  function close() {
    list?.remove();
    list = null;
    field?.removeAttribute("aria-activedescendant");
    field?.removeAttribute("aria-controls");
  }

  function mark(index) {
    const rows = Array.from(list.children);
    const at = (index + rows.length) % rows.length;
    rows.forEach((row, each) => row.setAttribute("aria-selected", String(each === at)));
    field.setAttribute("aria-activedescendant", rows[at].id);
  }

  const marked = () => Array.from(list.children).findIndex((row) => row.getAttribute("aria-selected") === "true");

  function suggest() {
    close();
    const found = typed();
    if (!found) return;
    const wanted = found[1].toLowerCase();
    const names = namesFor(field).filter((name) => {
      const words = name.toLowerCase();
      return words !== wanted && (words.startsWith(wanted) || words.split(" ").some((word) => word.startsWith(wanted)));
    });
    if (!names.length) return;
    list = document.createElement("ul");
    list.className = "talk-names";
    list.id = `talk-names-${(count += 1)}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "People to mention");
    names.slice(0, MOST).forEach((name, index) => {
      const row = document.createElement("li");
      row.id = `${list.id}-${index}`;
      row.setAttribute("role", "option");
      row.textContent = name;
      list.append(row);
    });
    field.after(list);
    field.setAttribute("aria-controls", list.id);
    mark(0);
  }

  function take(name) {
    const found = typed();
    const end = field.selectionStart;
    const start = end - found[1].length;
    field.setRangeText(`${name} `, start, end, "end");
    close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("textarea[data-mentions]")) return;
    field = event.target;
    field.setAttribute("aria-autocomplete", "list");
    suggest();
  });

  document.addEventListener("keydown", (event) => {
    if (!list || event.target !== field || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(marked() + (event.key === "ArrowDown" ? 1 : -1));
    else if (event.key === "Enter" || event.key === "Tab") take(list.children[marked()].textContent);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });

  document.addEventListener("mousedown", (event) => {
    const row = event.target.closest?.(".talk-names > li");
    if (!row) return;
    event.preventDefault();
    take(row.textContent);
  });

  document.addEventListener("focusout", (event) => {
    if (event.target === field) close();
  });

  /* A draft that came back must be seen. */
  function showDrafts(place) {
    for (const area of place.querySelectorAll("textarea[data-mentions]")) {
      if (area.value !== area.defaultValue) area.closest("details")?.setAttribute("open", "");
    }
  }

  document.body.addEventListener("htmx:afterSettle", () => showDrafts(document));
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.(".talk-write[open]")) event.target.querySelector("textarea")?.focus();
  }, true);
  showDrafts(document);
})();
