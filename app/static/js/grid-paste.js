/*
 * What was copied elsewhere, as rows of texts: a block of a spreadsheet, a table of a web page, a list of lines.
 * Dates in its first column find their periods. Nothing here touches the page.
 */
window.gridPaste = (function () {
  "use strict";

  /* Tabs between cells, quotes around what holds tabs or line breaks, as spreadsheets write it. */
  function fromText(text) {
    const rows = [[]];
    let cell = "";
    let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const sign = text[at];
      if (quoted && sign === '"' && text[at + 1] === '"') {
        cell += sign;
        at += 1;
      } else if (quoted) {
        if (sign === '"') quoted = false;
        else cell += sign;
      } else if (sign === '"' && cell === "" && /[\t\n]/.test(text)) {
        quoted = true;
      } else if (sign === "\t") {
        rows.at(-1).push(cell);
        cell = "";
      } else if (sign === "\n") {
        rows.at(-1).push(cell);
        rows.push([]);
        cell = "";
      } else if (sign !== "\r") {
        cell += sign;
      }
    }
    rows.at(-1).push(cell);
    return rows;
  }

  function fromTable(html) {
    const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
    if (!table) return null;
    return Array.from(table.rows, (row) => Array.from(row.cells, (cell) => cell.textContent));
  }

  const clean = (text) => text.replace(/[\s\u00a0\u202f]+/g, " ").trim();

  /* The block of a paste event, without empty rows at its end; null where it is a single text. */
  function blockOf(data) {
    const text = data.getData("text/plain");
    const rows = /\t/.test(text) ? fromText(text) : fromTable(data.getData("text/html")) || fromText(text);
    const block = rows.map((row) => row.map(clean));
    while (block.length && block.at(-1).every((cell) => cell === "")) block.pop();
    return block.length > 1 || (block[0] || []).length > 1 ? block : null;
  }

  /* ---------- dates: by the forms of app/imports/dates.py, as a file's are read ---------- */

  const plain = (found) => found.toISOString().slice(0, 10);

  function real(year, month, date) {
    const found = new Date(Date.UTC(2000, month - 1, date));
    found.setUTCFullYear(year, month - 1, date);
    return found.getUTCMonth() === month - 1 && found.getUTCDate() === date ? found : null;
  }

  /* The Monday of a week as ISO 8601 counts them: January 4 lies in the first; null where a year has no such week. */
  function monday(year, week) {
    const found = real(year, 1, 4);
    found.setUTCDate(4 - ((found.getUTCDay() + 6) % 7) + 7 * (week - 1));
    const thursday = new Date(found);
    thursday.setUTCDate(found.getUTCDate() + 3);
    return thursday.getUTCFullYear() === year ? found : null;
  }

  /* One text in one form as an ISO day; null where it says none. */
  function dayIn(text, expression, known) {
    const parts = expression.exec(text)?.groups;
    if (!parts) return null;
    const short = Number(parts.y);
    const year = parts.y === undefined ? Number(parts.Y) : short + (short >= known.pivot ? 1900 : 2000);
    let month = parts.b === undefined ? Number(parts.m ?? 1) : known.months[parts.b.toLowerCase()] || 0;
    if (parts.q) month = Number(parts.q) * 3 - 2;
    if (year < known.years[0] || year > known.years[1]) return null;
    const found = parts.V === undefined ? real(year, month, Number(parts.d ?? 1)) : monday(year, Number(parts.V));
    return found && plain(found);
  }

  /*
   * A column in the one form that fits most of its texts: `days` by text, the form's `pattern`, the shortest period
   * that it tells apart. `unclear` says that two forms fit equally well and disagree.
   */
  function readColumn(texts, known) {
    const different = Array.from(new Set(texts));
    let best = 0;
    let among = [];
    for (const [pattern, source, finest] of known.forms) {
      const expression = new RegExp(`^(?:${source})$`);
      const days = new Map(different.map((text) => [text, dayIn(text, expression, known)]));
      const fits = different.filter((text) => days.get(text)).length;
      if (fits > best) among = [];
      if (fits && fits >= best) among.push({ days, pattern, finest });
      best = Math.max(best, fits);
    }
    const unclear = different.some((text) => new Set(among.map((each) => each.days.get(text))).size > 1);
    return among.length ? { ...among[0], unclear } : { days: new Map(), pattern: "", finest: "", unclear: false };
  }

  /* The first day of the period that an ISO day lies in. */
  function periodOf(day, frequency) {
    const first = new Date(day);
    if (frequency === "week") first.setUTCDate(first.getUTCDate() - ((first.getUTCDay() + 6) % 7));
    if (frequency === "month" || frequency === "quarter") first.setUTCDate(1);
    if (frequency === "quarter") first.setUTCMonth(Math.floor(first.getUTCMonth() / 3) * 3);
    return plain(first);
  }

  const DIGITS = /^\d+$/;

  /* The column of dates among rows, or null; a word such as "Total" may stand among them, another number may not. */
  function datesOf(rows, known) {
    const first = rows.map((row) => row[0] || "");
    const read = readColumn(first.filter(Boolean), known);
    const undated = first.filter((text) => text && !read.days.get(text));
    const words = undated.filter((text) => /^\D*[A-Za-z]/.test(text) && !/\d/.test(text));
    const odd = undated.find((text) => !words.includes(text)) || "";
    const dated = first.filter((text) => read.days.get(text));
    if (!dated.length || undated.length > dated.length) return null;
    // Numbers such as 202601 are dates where all of the column are, no two alike.
    const digits = dated.every((text) => DIGITS.test(text));
    if (digits && (odd || new Set(dated).size < dated.length)) return null;
    return { ...read, first, words, odd };
  }

  const NONE = { days: null, problem: "", undated: 0 };

  /*
   * The block without headings and without its column of dates. `days` holds each row's period where there was such
   * a column; `problem` says why nothing can be pasted, `undated` counts rows such as a total, which stand among dates
   * and have none. A column of days that is itself pasted is written as 2025-01-31.
   */
  function understood(block, frequency, takesDates, known) {
    let rows = block;
    let headings = 0;
    const numeric = (row) => row.some((cell) => /\d/.test(cell));
    while (rows.length > 1 && !numeric(rows[0])) {
      rows = rows.slice(1);
      headings += 1;
    }
    const found = takesDates || rows[0].length > 1 ? datesOf(rows, known) : null;
    if (!found) return { ...NONE, rows, headings };
    const { first, days, words, odd, unclear, finest } = found;
    const coarse = known.order.indexOf(finest) > known.order.indexOf(frequency);
    const short = `Paste the numbers alone, or write the dates as ${frequency === "quarter" ? "2025 Q1" : "2025-01-31"}.`;
    const refused = (text) => ({ ...NONE, rows, headings, problem: `Nothing was pasted: ${text}` });
    if (unclear) return refused(`the dates in the first column can be read in two ways. ${short}`);
    if (odd) return refused(`${odd} is not a date like the others. Write all dates in one way.`);
    if (coarse) return refused(`${first.find((text) => days.get(text))} does not say the ${frequency === "event" ? "day" : frequency}. ${short}`);
    if (takesDates) {
      const written = rows.map(([text, ...rest]) => [days.get(text) || text, ...rest]);
      return { ...NONE, rows: written, headings };
    }
    const periods = first.map((text) => (days.get(text) ? periodOf(days.get(text), frequency) : null));
    const twice = first.find((_, at) => periods[at] && periods.indexOf(periods[at]) < at);
    if (twice) return refused(`${twice} is of the same ${frequency} as another row. Add them up first.`);
    const kept = rows.map((row, at) => (words.includes(first[at]) ? [] : row.slice(1)));
    return { rows: kept, headings, days: periods, problem: "", undated: words.length };
  }

  return { blockOf, readColumn, understood };
})();
