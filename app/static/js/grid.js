/*
 * The grid moves like a spreadsheet: arrows, Enter, a pasted block, Ctrl+Z. Without this file it is an ordinary form.
 * What is typed is checked on the server, whose messages are put under their rows; grid-paste.js reads what is pasted.
 */
(function () {
  "use strict";

  const form = document.querySelector("form[data-grid]");
  if (!form) return;
  const frequency = form.querySelector(".grid-table").dataset.frequency;
  const dates = JSON.parse(form.querySelector(".grid-table").dataset.dates);
  const lines = Array.from(form.querySelectorAll("tbody tr[data-row]"));
  const matrix = lines.map((line) => Array.from(line.querySelectorAll(".grid-cell")));
  const said = document.getElementById("grid-said");
  const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

  function placeOf(cell) {
    const row = lines.indexOf(cell.closest("tr"));
    return { row, column: row < 0 ? -1 : matrix[row].indexOf(cell) };
  }

  function say(text) {
    said.textContent = text;
  }

  /* ---------- one change to a cell, or many at once, can be taken back ---------- */

  const done = [];
  const undone = [];
  let opened = null;

  const isCell = (element) => element?.matches?.(".grid-cell");

  /* What was typed into a cell since it got the focus is one step. */
  function commit() {
    if (opened && opened.cell.value !== opened.text) {
      done.push([{ cell: opened.cell, from: opened.text, to: opened.cell.value }]);
      undone.length = 0;
    }
    opened = isCell(document.activeElement) ? { cell: document.activeElement, text: document.activeElement.value } : null;
  }

  function mark(cell) {
    cell.toggleAttribute("data-unsaved", cell.value !== cell.dataset.stored);
  }

  /* Checked at once; the event "input" lets the device keep it, and would have it checked a second time. */
  let asked = false;

  function changed(cell) {
    asked = true;
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    asked = false;
    form.dispatchEvent(new Event("grid-changed", { bubbles: true }));
  }

  function apply(step, side) {
    for (const { cell, [side]: text } of step) {
      cell.value = text;
      mark(cell);
    }
    const { cell } = step[0];
    cell.focus();
    cell.select();
    opened = { cell, text: cell.value };
    changed(cell);
  }

  function takeBack() {
    commit();
    const step = done.pop();
    if (!step) return say("Nothing more to take back.");
    undone.push(step);
    apply(step, "from");
    return say(`${plural(step.length, "cell")} taken back.`);
  }

  function redo() {
    commit();
    const step = undone.pop();
    if (!step) return say("Nothing more to repeat.");
    done.push(step);
    apply(step, "to");
    return say(`${plural(step.length, "cell")} changed again.`);
  }

  /* ---------- moving ---------- */

  function go(row, column) {
    const cell = matrix[row]?.[column];
    if (!cell) return false;
    cell.focus();
    cell.select();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  }

  const atStart = (cell) => cell.selectionStart === 0 && (cell.selectionEnd === 0 || cell.selectionEnd === cell.value.length);
  const atEnd = (cell) => cell.selectionEnd === cell.value.length && (cell.selectionStart === cell.value.length || cell.selectionStart === 0);

  function moved(event, cell) {
    const { row, column } = placeOf(cell);
    switch (event.key) {
      case "ArrowUp":
        return go(row - 1, column);
      case "ArrowDown":
        return go(row + 1, column);
      case "ArrowLeft":
        return atStart(cell) && go(row, column - 1);
      case "ArrowRight":
        return atEnd(cell) && go(row, column + 1);
      case "Enter":
        // In the last row there is nowhere to go, and nothing is sent by accident.
        go(event.shiftKey ? row - 1 : row + 1, column);
        return true;
      case "Escape":
        if (!opened || cell.value === opened.text) return false;
        cell.value = opened.text;
        mark(cell);
        cell.select();
        changed(cell);
        return true;
      case "F2":
        cell.setSelectionRange(cell.value.length, cell.value.length);
        return true;
      default:
        return false;
    }
  }

  form.addEventListener("keydown", (event) => {
    if (!isCell(event.target) || event.isComposing) return;
    const control = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (control && (key === "z" || key === "y")) {
      event.preventDefault();
      if (key === "y" || event.shiftKey) redo();
      else takeBack();
    } else if (control && event.key === "Enter") {
      event.preventDefault();
      form.querySelector("button[value='save']").click();
    } else if (!control && !event.altKey && !(event.shiftKey && event.key !== "Enter") && moved(event, event.target)) {
      event.preventDefault();
    }
  });

  form.addEventListener("focusin", (event) => {
    if (opened?.cell === event.target) return;
    commit();
    if (isCell(event.target)) event.target.select();
  });
  form.addEventListener("focusout", commit);
  form.addEventListener("input", (event) => {
    if (isCell(event.target)) mark(event.target);
    if (!asked) form.dispatchEvent(new Event("grid-typed"));
  });

  /* ---------- pasting ---------- */

  const THOUSANDS = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;

  function rowOf(start, offset, days) {
    if (!days) return start + offset;
    return days[offset] ? lines.findIndex((line) => line.dataset.row === days[offset]) : -1;
  }

  function paste(block, cell) {
    const { row: top, column: left } = placeOf(cell);
    const takesDates = matrix[top][left].dataset.col === "date";
    const { rows, headings, days, problem, undated } = window.gridPaste.understood(block, frequency, takesDates, dates);
    if (problem) {
      say(problem);
      return;
    }
    const step = [];
    const used = new Set();
    let cut = 0;
    let missed = 0;
    let thousands = 0;
    let wide = 0;
    rows.forEach((texts, offset) => {
      const cells = matrix[rowOf(top, offset, days)];
      if (!cells) {
        missed += texts.some(Boolean) ? 1 : 0;
        return;
      }
      texts.forEach((text, at) => {
        const into = cells[left + at];
        if (!into) {
          wide += text ? 1 : 0;
          return;
        }
        if (into.dataset.col === "number" && THOUSANDS.test(text)) thousands += 1;
        if (text.length > into.maxLength) cut += 1;
        used.add(cells);
        if (into.value !== text) step.push({ cell: into, from: into.value, to: text.slice(0, into.maxLength) });
      });
    });
    const words = [`Pasted ${plural(used.size, "row")} of ${plural(Math.max(...rows.map((row) => row.length)), "column")}.`];
    if (days && used.size) words.push("The dates found their rows.");
    if (headings) words.push(`${plural(headings, "row")} of headings left out.`);
    if (undated) words.push(`${plural(undated, "row")} without a date left out.`);
    if (cut) words.push(`${plural(cut, "text")} cut short: too long for its cell.`);
    if (thousands) words.push(`${plural(thousands, "number")} such as 1,234 ${thousands === 1 ? "is" : "are"} read with thousands.`);
    if (missed) words.push(`${plural(missed, "row")} had no place here: show more ${frequency}s first.`);
    if (wide) words.push(`${plural(wide, "cell")} to the right had no column.`);
    if (step.length) words.push("Ctrl+Z takes it back.");
    say(words.join(" "));
    if (!step.length) return;
    commit();
    done.push(step);
    undone.length = 0;
    for (const { cell: each, to } of step) {
      each.value = to;
      mark(each);
    }
    opened = { cell, text: cell.value };
    changed(cell);
  }

  form.addEventListener("paste", (event) => {
    if (!isCell(event.target)) return;
    const block = window.gridPaste.blockOf(event.clipboardData);
    if (!block) return; // one text goes where the caret is
    event.preventDefault();
    paste(block, event.target);
  });

  /* ---------- what the server says of it, under each row ---------- */

  function message(item) {
    const text = item.querySelector("[data-says]");
    const paragraph = document.createElement("p");
    const kind = text.dataset.says;
    paragraph.className = kind === "error" || kind === "conflict" ? "field-error" : "grid-warning";
    const cell = item.dataset.cell && document.getElementById(item.dataset.cell);
    paragraph.textContent = (cell ? `${item.dataset.column}: ` : "") + text.textContent.trim();
    return { paragraph, cell, kind };
  }

  function show(live) {
    for (const line of lines) {
      const place = document.getElementById(`${line.dataset.row}-says`);
      place.replaceChildren();
      place.closest("tr").hidden = true;
    }
    for (const cell of matrix.flat()) {
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("aria-describedby");
      cell.removeAttribute("data-doubted");
    }
    for (const item of live.querySelectorAll("[data-row]")) {
      const place = document.getElementById(`${item.dataset.row}-says`);
      const { paragraph, cell, kind } = message(item);
      place.append(paragraph);
      place.closest("tr").hidden = false;
      const about = cell ? [cell] : matrix[lines.findIndex((line) => line.dataset.row === item.dataset.row)];
      for (const each of about) {
        each.setAttribute("aria-describedby", place.id);
        if (cell) each.setAttribute("aria-invalid", "true");
        else if (kind === "warning" && each.dataset.col === "number") each.setAttribute("data-doubted", "");
      }
    }
  }

  document.body.addEventListener("htmx:beforeSwap", (event) => {
    // The row under the caret must not move while somebody types in it: remember where it stands.
    if (event.detail.target?.id === "grid-live") form.dataset.at = document.activeElement?.getBoundingClientRect().top ?? "";
  });

  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "grid-live") return;
    show(event.detail.target);
    const now = document.activeElement?.getBoundingClientRect().top;
    const before = Number(form.dataset.at);
    if (isCell(document.activeElement) && Math.abs(now - before) > 1) window.scrollBy(0, now - before);
  });

  form.querySelectorAll(".grid-cell").forEach(mark);
  // A draft kept on this device is put back by app.js: check what came back, once htmx listens.
  document.addEventListener("DOMContentLoaded", () => {
    const isBack = form.querySelector("[data-unsaved]") && !form.querySelector(".form-errors");
    if (isBack) form.dispatchEvent(new Event("grid-changed", { bubbles: true }));
  });
})();
