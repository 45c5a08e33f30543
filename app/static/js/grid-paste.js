/*
 * What was copied elsewhere, as rows of texts: a block of a spreadsheet, a table of a web page, a list of lines.
 * Dates in its first column find their periods. Nothing here touches the page.
 */
window.gridPaste = (function () {
  "use strict";

  const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

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

  const day = (year, month, date) => {
    const found = new Date(Date.UTC(year, month - 1, date));
    const real = found.getUTCMonth() === month - 1 && found.getUTCDate() === date;
    return real && year > 1949 && year < 3000 ? found : null;
  };
  const fullYear = (text) => (text.length === 2 ? 2000 + Number(text) : Number(text));

  /* One text as a day. `order` says how 1/2/2025 is read: "mdy" or "dmy". */
  function dayOf(text, order) {
    let found = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?$/.exec(text);
    if (found) return day(Number(found[1]), Number(found[2]), Number(found[3] || 1));
    found = /^(?:week of )?([A-Za-z]{3,9})\.?[ -](?:(\d{1,2}),? )?'?(\d{4}|\d{2})$/i.exec(text);
    const month = found ? MONTHS.indexOf(found[1].slice(0, 3).toLowerCase()) + 1 : 0;
    if (month) return day(fullYear(found[3]), month, Number(found[2] || 1));
    found = /^(\d{1,2})[- ]([A-Za-z]{3,9})[- ](\d{4}|\d{2})$/.exec(text);
    const named = found ? MONTHS.indexOf(found[2].slice(0, 3).toLowerCase()) + 1 : 0;
    if (named) return day(fullYear(found[3]), named, Number(found[1]));
    found = /^(\d{1,2})\/(\d{4})$/.exec(text);
    if (found) return day(Number(found[2]), Number(found[1]), 1);
    found = /^Q([1-4])[ -]?(\d{4})$/i.exec(text) || /^([1-4])(?:st|nd|rd|th) quarter of (\d{4})$/i.exec(text);
    if (found) return day(Number(found[2]), Number(found[1]) * 3 - 2, 1);
    found = /^(\d{4})[ -]?Q([1-4])$/i.exec(text);
    if (found) return day(Number(found[1]), Number(found[2]) * 3 - 2, 1);
    found = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})$/.exec(text);
    if (!found) return null;
    const [first, second] = [Number(found[1]), Number(found[2])];
    return order === "dmy" ? day(fullYear(found[3]), second, first) : day(fullYear(found[3]), first, second);
  }

  /* How a column of days is written: a day above 12 decides for all of it; "" where it could be either. */
  function orderOf(texts) {
    const pairs = texts.map((text) => /^(\d{1,2})[/.](\d{1,2})[/.]\d{2,4}$/.exec(text)).filter(Boolean);
    if (pairs.some((pair) => Number(pair[1]) > 12)) return "dmy";
    if (!pairs.length || pairs.some((pair) => Number(pair[2]) > 12)) return "mdy";
    return pairs.every((pair) => pair[1] === pair[2]) ? "mdy" : "";
  }

  /* The first day of the period that a day lies in, as an ISO date. */
  function periodOf(found, frequency) {
    const first = new Date(found);
    if (frequency === "week") first.setUTCDate(first.getUTCDate() - ((first.getUTCDay() + 6) % 7));
    if (frequency === "month" || frequency === "quarter") first.setUTCDate(1);
    if (frequency === "quarter") first.setUTCMonth(Math.floor(first.getUTCMonth() / 3) * 3);
    return first.toISOString().slice(0, 10);
  }

  const looksLikeDay = (text) => /[A-Za-z]|\d[/.-]\d{1,4}([/.-]|$)/.test(text) && Boolean(dayOf(text, "mdy") || dayOf(text, "dmy"));

  /*
   * The block without headings and without its column of dates. `days` holds each row's period where there was such
   * a column; `unclear` says that its dates can be read in two ways, `twice` names a date whose period another row
   * has as well, `undated` counts rows such as a total, which stand among dates and have none.
   */
  function understood(block, frequency, takesDates) {
    let rows = block;
    let headings = 0;
    const numeric = (row) => row.some((cell) => /\d/.test(cell));
    while (rows.length > 1 && !numeric(rows[0])) {
      rows = rows.slice(1);
      headings += 1;
    }
    const first = rows.map((row) => row[0] || "");
    const isDay = first.map(looksLikeDay);
    const words = first.filter((text, at) => text && !isDay[at]);
    const dated = isDay.includes(true) && words.length <= isDay.filter(Boolean).length && words.every((text) => /^\D*[A-Za-z]/.test(text));
    if (takesDates || rows[0].length < 2 || !dated) return { rows, headings, days: null, unclear: false, twice: "", undated: 0 };
    const order = orderOf(first);
    const days = first.map((text) => {
      const found = text && dayOf(text, order || "mdy");
      return found ? periodOf(found, frequency) : null;
    });
    const twice = first.find((_, at) => days[at] && days.indexOf(days[at]) < at) || "";
    const kept = rows.map((row, at) => (words.includes(first[at]) ? [] : row.slice(1)));
    return { rows: kept, headings, days, unclear: !order, twice, undated: words.length };
  }

  return { blockOf, understood };
})();
