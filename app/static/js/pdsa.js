/*
 * Cycles: what app.js does not do for every form. A draft goes to the server while one types; this
 * writes its time on the clock of the device, brings back what only this device holds, and stays on
 * the page when the session has ended.
 */
(function () {
  "use strict";

  const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
  const moment = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "short" });
  const status = () => document.querySelector("[data-draft-status]");

  /* The server knows the moment, the device the time zone. */
  function localize(place) {
    for (const time of place.querySelectorAll("time[data-clock], time[data-moment]")) {
      const at = new Date(time.dateTime);
      if (!Number.isNaN(at.getTime())) time.textContent = ("clock" in time.dataset ? clock : moment).format(at);
    }
  }

  /* Whether a form holds something else than the server sent: text that only this device had. */
  function differs(form) {
    return Array.from(form.elements).some((field) => {
      if (!field.name || field.type === "hidden" || field.type === "submit") return false;
      if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
      if (field.type === "select-one") {
        const sent = Array.from(field.options).findIndex((option) => option.defaultSelected);
        return field.selectedIndex !== Math.max(0, sent);
      }
      return field.value !== field.defaultValue;
    });
  }

  function sendUnsent() {
    const sender = document.querySelector("[data-autosave]");
    const form = sender?.closest("form");
    if (form && navigator.onLine && differs(form)) window.htmx.trigger(sender, "autosave");
  }

  document.body.addEventListener("htmx:afterSettle", (event) => localize(event.detail.elt || document));
  window.addEventListener("online", sendUnsent);

  document.body.addEventListener("htmx:beforeOnLoad", (event) => {
    const { elt, xhr } = event.detail;
    if (!elt.matches("[data-autosave]") || xhr.status !== 401) return;
    event.preventDefault();
    const place = status();
    if (place) place.textContent = "You are signed out. What you type stays on this device; sign in again in another tab, then press Save.";
  });

  /* While the form itself is on its way, a draft of it would come back after it is saved. */
  let sending = false;

  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const { elt } = event.detail;
    if (elt.matches("form[data-draft-key]")) sending = true;
    if (!elt.matches("[data-autosave]")) return;
    if (sending) event.preventDefault();
    else if (status()) status().textContent = "Saving the draft";
  });

  document.body.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr } = event.detail;
    if (elt.matches("form[data-draft-key]") && xhr.status !== 204) sending = false;
  });

  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.body.addEventListener(name, (event) => {
      const place = status();
      if (!place || !event.detail.elt.matches("[data-autosave]") || event.detail.xhr?.status === 401) return;
      place.textContent = "Not on the server yet; kept on this device";
    });
  }

  /* ---------- a form that makes a cycle: each opening keeps its own draft, and its own address ---------- */

  /* A reload, and a browser that opens its windows again, come back to what was typed in this one. */
  function keepAddress() {
    const form = document.querySelector("form[data-draft-address]");
    if (form) window.history.replaceState(window.history.state, "", form.dataset.draftAddress);
  }

  /* Drafts that only this device holds, of windows that are closed, are listed with the server's. */
  function listDevice() {
    const place = document.querySelector("[data-unsaved]");
    if (!place) return;
    const start = `centerline:draft:${document.body.dataset.person || ""}:${place.dataset.unsaved}`;
    const open = document.querySelector("form[data-draft-address]")?.dataset.draftKey || "";
    for (const [key, text] of Object.entries(window.localStorage)) {
      const found = key.startsWith(start) && /^(new|log)-([0-9a-f-]{36})$/.exec(key.slice(start.length));
      if (!found || key.endsWith(open || "none") || place.querySelector(`[data-draft="${found[0]}"]`)) continue;
      const draft = JSON.parse(text);
      const title = draft.values?.title?.[0]?.trim() || "Without a title yet";
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `${place.dataset[found[1]]}?draft=${found[2]}`;
      link.textContent = `${found[1] === "new" ? "New cycle" : "Finished test"}: ${title}`;
      const note = document.createElement("span");
      note.className = "secondary";
      note.textContent = ` ${moment.format(new Date(draft.time))}, on this device`;
      item.append(link, note);
      place.querySelector("ul").append(item);
      place.hidden = false;
    }
  }

  keepAddress();
  try {
    listDevice();
  } catch {
    /* storage is closed, or holds something else: the server's list stands */
  }
  localize(document);
  // htmx listens from DOMContentLoaded on; what is registered here comes after it.
  document.addEventListener("DOMContentLoaded", sendUnsent);
})();
