/*
 * Centerline in the browser. Every page works without this file; here is what it adds:
 * the choice of light or dark, messages beside a form whose saving failed, focus and announcements after a swap,
 * arrow keys among the points of a chart, drafts of long forms kept on this device, dialogs and menus.
 */
(function () {
  "use strict";

  const root = document.documentElement;
  const body = document.body;
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => Array.from(from.querySelectorAll(selector));

  /* Storage may be closed or full; what depends on it is then left out. */
  function recall(area, key) {
    try {
      return area().getItem(key);
    } catch {
      return null;
    }
  }

  function keep(area, key, value) {
    try {
      if (value === null) area().removeItem(key);
      else area().setItem(key, value);
      return true;
    } catch {
      return false;
    }
  }

  const device = () => window.localStorage;
  const tab = () => window.sessionStorage;

  function announce(text) {
    const region = $("#announcer");
    if (!region || !text) return;
    region.textContent = "";
    window.setTimeout(() => {
      region.textContent = text;
    }, 60);
  }

  /* ---------- light, dark or as the device ---------- */

  const THEME = "centerline:theme";

  function showTheme() {
    const choice = root.dataset.theme || "system";
    for (const button of $$("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
    }
  }

  function chooseTheme(choice) {
    if (choice === "system") delete root.dataset.theme;
    else root.dataset.theme = choice;
    keep(device, THEME, choice === "system" ? null : choice);
    showTheme();
  }

  /* ---------- menus, dialogs, messages ---------- */

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-theme-choice], [data-dialog-open], [data-dialog-close], [data-dismiss]");
    for (const menu of $$("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    if (!target) return;
    if (target.dataset.themeChoice) {
      chooseTheme(target.dataset.themeChoice);
    } else if (target.dataset.dialogOpen) {
      const dialog = document.getElementById(target.dataset.dialogOpen);
      if (dialog && dialog.showModal) {
        event.preventDefault();
        dialog.showModal();
      }
    } else if ("dialogClose" in target.dataset) {
      target.closest("dialog").close();
    } else if ("dismiss" in target.dataset) {
      target.closest(".message").remove();
      $("#content")?.focus({ preventScroll: true });
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest?.("details[data-menu][open]");
    if (open) {
      open.open = false;
      $("summary", open).focus();
    }
  });

  /* Ctrl or Command with Enter saves from a text area; in one-line fields Enter does so by itself. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.closest?.("form");
    if (form && event.target.matches("textarea")) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  /* ---------- the connection ---------- */

  function showConnection() {
    const banner = $("#offline");
    if (banner) banner.hidden = navigator.onLine;
  }

  window.addEventListener("offline", showConnection);
  window.addEventListener("online", () => {
    showConnection();
    for (const status of $$("[data-unsent]")) {
      setStatus(status.closest("form") || status.parentElement, "You are online again. Press Save to send what you typed.");
    }
  });

  /* ---------- a form whose saving failed keeps what was typed and says so ---------- */

  const WORDS = {
    0: "No answer came. What you typed is still here; try again in a moment.",
    400: "This could not be read, so nothing was stored. What you typed is still here.",
    401: "You are signed out, or this page was open too long, so nothing was stored. Sign in again in another tab, then come back here and press Save.",
    403: "Your role does not allow this change, so nothing was stored.",
    404: "This is not there any more, so nothing was stored. What you typed is still here.",
    409: "Someone else changed this while you were typing. Nothing was stored; reload to see their version. Copy your text first.",
    410: "This was removed, so nothing was stored. What you typed is still here.",
    413: "That is too large, so nothing was stored.",
    422: "Something here could not be read, so nothing was stored.",
    429: "Too many tries in a short time. Wait a minute, then try again; what you typed is still here.",
    500: "Something failed on our side and nothing was stored. What you typed is still here; try again.",
    503: "Centerline is not available right now and nothing was stored. What you typed is still here; try again in a minute.",
    offline: "You are offline. What you typed is still here; press Save again when you are back online.",
  };

  function setStatus(place, text, unsent = false) {
    if (!place) return;
    let status = $(":scope > .form-status", place);
    if (!text) {
      status?.remove();
      return;
    }
    if (!status) {
      status = document.createElement("p");
      status.className = "form-status";
      status.setAttribute("role", "alert");
      place.append(status);
    }
    status.toggleAttribute("data-unsent", unsent);
    status.textContent = text;
  }

  const isPage = (text) => /^\s*(<!doctype|<html)/i.test(text || "");

  /* An error page says in one sentence what happened; that sentence is shown beside the form. */
  function sentenceOf(xhr) {
    if (isPage(xhr.responseText)) {
      const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
      const said = $("[data-error-summary]", page);
      if (said) return said.textContent.trim().replace(/\s+/g, " ");
    }
    return WORDS[xhr.status] || (xhr.status >= 500 ? WORDS[500] : WORDS[422]);
  }

  function placeFor(element) {
    const form = element.closest?.("form") || element.form;
    return form || element.closest?.("section, article, .section") || $("#content");
  }

  body.addEventListener("htmx:beforeRequest", (event) => {
    root.classList.add("busy");
    setStatus(placeFor(event.detail.elt), "");
  });

  body.addEventListener("htmx:afterRequest", (event) => {
    root.classList.remove("busy");
    const asker = event.detail.requestConfig?.elt || event.detail.elt;
    const form = asker.closest?.("form[data-draft-key]");
    const answered = !isPage(event.detail.xhr.responseText);
    const { status } = event.detail.xhr;
    // htmx calls an answer that leads elsewhere neither successful nor failed; what only keeps a draft, or only looks at
    // what is typed, stores nothing.
    const stored = (event.detail.successful && status !== 422) || status === 204;
    const asksOnly = event.detail.requestConfig?.verb === "get" || asker.matches("[data-autosave], [data-checks]");
    if (form && answered && stored && !asksOnly) forget(form.dataset.draftKey);
  });

  /*
   * Only a fragment may take the place of a fragment: a whole page in answer is an error page, or the sign-in page.
   * A page of which a part is selected is fine, as long as it is still the same person's.
   */
  body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, elt } = event.detail;
    if (!isPage(xhr.responseText)) return;
    const asker = event.detail.requestConfig?.elt || elt;
    const failed = xhr.status >= 400;
    const signedOut = failed
      ? xhr.responseText.includes("data-signed-out")
      : person() && !xhr.responseText.includes("data-person=");
    if (!failed && !signedOut && asker.closest?.("[hx-select], [data-hx-select]")) return;
    event.detail.shouldSwap = false;
    if (signedOut) stalePlace = placeFor(asker);
    setStatus(placeFor(asker), signedOut ? WORDS[401] : sentenceOf(xhr));
  });

  /* Back from signing in elsewhere: take over the new token, so that what was typed here can still be saved. */
  let stalePlace = null;

  document.addEventListener("visibilitychange", async () => {
    if (document.hidden || !stalePlace) return;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const headers = page.body.getAttribute("hx-headers");
      if (!answer.ok || !headers || page.body.dataset.person !== person()) return;
      body.setAttribute("hx-headers", headers);
      const token = JSON.parse(headers)["X-CSRFToken"];
      for (const field of $$("input[name='csrf_token']")) field.value = token;
      setStatus(stalePlace, "You are signed in again. Press Save to send what you typed.");
      stalePlace = null;
    } catch {
      /* still away; the next return tries again */
    }
  });

  body.addEventListener("htmx:responseError", (event) => {
    const { xhr, requestConfig, elt } = event.detail;
    if (isPage(xhr.responseText) || xhr.status === 409) return;
    setStatus(placeFor(requestConfig?.elt || elt), sentenceOf(xhr));
  });

  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    body.addEventListener(name, (event) => {
      root.classList.remove("busy");
      setStatus(placeFor(event.detail.requestConfig?.elt || event.detail.elt), navigator.onLine ? WORDS[0] : WORDS.offline, true);
    });
  }

  /* ---------- after a swap: keep the view, move the focus, tell it ---------- */

  let views = {};

  body.addEventListener("htmx:beforeSwap", () => {
    views = {};
    for (const view of $$("[data-view]:checked")) views[view.name] = view.id;
  });

  body.addEventListener("htmx:afterSettle", (event) => {
    for (const id of Object.values(views)) {
      const view = document.getElementById(id);
      if (view) view.checked = true;
    }
    const place = event.detail.elt || event.target;
    prepare(document);
    const wrong = place.matches?.("[aria-invalid='true']") ? place : $("[aria-invalid='true']", place);
    const wanted = wrong || $("[data-focus]", place);
    if (wanted) {
      wanted.focus();
    } else if (document.activeElement === body) {
      const home = $("[data-focus-after], h2[tabindex], h3[tabindex]", place);
      home?.focus({ preventScroll: true });
    }
    const said = place.matches?.("[data-announce]") ? place : $("[data-announce]", place);
    if (said) announce(said.dataset.announce || said.textContent.trim());
  });

  /* a view may also say something with the header HX-Trigger: {"announce": "Saved."} */
  body.addEventListener("announce", (event) => announce(event.detail?.value));

  /* ---------- charts: one stop in the tab order, arrows inside ---------- */

  /* A chart is there in several widths, of which one shows: each drawing is walked by itself. */
  function pointsOf(drawing) {
    return $$(".ch-points > *", drawing);
  }

  function prepareChart(chart) {
    $$("svg", chart).forEach((drawing) => {
      const points = pointsOf(drawing);
      points.forEach((point, index) => point.setAttribute("tabindex", index === points.length - 1 ? "0" : "-1"));
    });
  }

  function readOut(point) {
    const readout = point && $("[data-chart-readout]", point.closest("[data-chart]"));
    if (!readout) return;
    const title = $("title", point);
    readout.textContent = point.dataset.says || point.getAttribute("aria-label") || (title ? title.textContent : "");
  }

  document.addEventListener("keydown", (event) => {
    const point = event.target.closest?.("[data-chart] .ch-points > *");
    if (!point || event.altKey || event.ctrlKey || event.metaKey) return;
    const points = pointsOf(point.closest("svg"));
    const last = points.length - 1;
    const at = points.indexOf(point);
    const next = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      PageUp: at - 12,
      PageDown: at + 12,
      Home: 0,
      End: last,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const to = points[Math.min(last, Math.max(0, next))];
    point.setAttribute("tabindex", "-1");
    to.setAttribute("tabindex", "0");
    to.focus();
  });

  document.addEventListener("focusin", (event) => readOut(event.target.closest?.("[data-chart] .ch-points > *")));
  document.addEventListener("pointerover", (event) => readOut(event.target.closest?.("[data-chart] .ch-points > *")));

  /* ---------- drafts: what is typed in a long form stays on this device until it is stored ---------- */

  const DRAFT = "centerline:draft:";
  const SENT = "centerline:sent";
  const SKIP = ["password", "hidden", "file", "submit", "button"];
  /* What says at which state a form was opened. It returns with a draft, so that the server sees who
     saved in between and shows both versions. */
  const OPENED = ["version", "served"];
  const person = () => body.dataset.person || "";
  const draftName = (key) => `${DRAFT}${person()}:${key}`;

  function forget(key) {
    keep(device, draftName(key), null);
  }

  function fieldsOf(form) {
    return Array.from(form.elements).filter(
      (field) => field.name && field.name !== "csrf_token" && !SKIP.includes(field.type) && !("noDraft" in field.dataset),
    );
  }

  function valuesOf(form) {
    const values = {};
    for (const field of fieldsOf(form)) {
      values[field.name] ??= [];
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.checked) values[field.name].push(field.value);
      } else if (field.type === "select-multiple") {
        values[field.name].push(...Array.from(field.selectedOptions, (option) => option.value));
      } else {
        values[field.name].push(field.value.replace(/\r\n/g, "\n"));
      }
    }
    return values;
  }

  function fill(form, values) {
    const taken = {};
    for (const field of fieldsOf(form)) {
      const wanted = values[field.name];
      if (!wanted) continue;
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = wanted.includes(field.value);
      } else if (field.type === "select-multiple") {
        for (const option of field.options) option.selected = wanted.includes(option.value);
      } else {
        const at = taken[field.name] ?? 0;
        taken[field.name] = at + 1;
        if (wanted[at] !== undefined) field.value = wanted[at];
      }
    }
  }

  function openedAt(form) {
    const found = OPENED.map((name) => form.elements.namedItem(name)).filter((field) => field?.type === "hidden");
    return Object.fromEntries(found.map((field) => [field.name, field.value]));
  }

  function reopen(form, opened) {
    for (const [name, value] of Object.entries(opened || {})) {
      const field = form.elements.namedItem(name);
      if (OPENED.includes(name) && field?.type === "hidden") field.value = value;
    }
  }

  function when(time) {
    return new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeStyle: "short" }).format(new Date(time));
  }

  function draftStatus(form, text, undo) {
    const status = $("[data-draft-status]", form);
    if (!status) return;
    status.textContent = text;
    if (undo) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button--link button--small";
      button.textContent = "Put back what is stored";
      button.addEventListener("click", () => {
        undo();
        status.textContent = "";
      });
      status.append(" ", button);
    }
  }

  function prepareDraft(form) {
    if (form.dataset.draftReady || !person()) return;
    form.dataset.draftReady = "true";
    const name = draftName(form.dataset.draftKey);
    const stored = valuesOf(form);
    const opened = openedAt(form);
    const failed = $("[aria-invalid='true'], .form-errors", form);
    let draft = null;
    try {
      draft = JSON.parse(recall(device, name) || "null");
    } catch {
      keep(device, name, null);
    }
    // The server's draft says when its words were typed, by the clock of the device they were typed on.
    if (draft && draft.time <= Number(form.dataset.draftTime || 0)) {
      keep(device, name, null);
      draft = null;
    }
    if (draft && !failed && JSON.stringify(draft.values) === JSON.stringify(stored)) {
      keep(device, name, null);
    } else if (draft && !failed) {
      fill(form, draft.values);
      reopen(form, draft.opened);
      draftStatus(form, `Your text of ${when(draft.time)}, saved on this device, is back.`, () => {
        fill(form, stored);
        reopen(form, opened);
        keep(device, name, null);
      });
    }
    let timer = 0;
    const save = () => {
      window.clearTimeout(timer);
      timer = 0;
      if (erased) return;
      const time = Date.now();
      const typed = $("[name='typed_at']", form);
      if (typed) typed.value = time;
      const kept = keep(device, name, JSON.stringify({ time, values: valuesOf(form), opened: openedAt(form) }));
      draftStatus(form, kept ? "Saved on this device" : "");
    };
    form.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(save, 400);
    });
    window.addEventListener("pagehide", () => timer && save());
    form.addEventListener("submit", () => {
      if (timer) save();
      if (!form.hasAttribute("hx-post")) {
        keep(tab, SENT, JSON.stringify({ key: form.dataset.draftKey, path: location.pathname, time: Date.now() }));
      }
    });
  }

  /*
   * A form sent without htmx: its draft goes only when the page that follows is surely the answer to it
   * (reached from the form, not an error page, not the same form with errors, not the sign-in page).
   */
  function settleSent() {
    let sent = null;
    try {
      sent = JSON.parse(recall(tab, SENT) || "null");
    } catch {
      sent = null;
    }
    if (!sent) return;
    keep(tab, SENT, null);
    const arrival = performance.getEntriesByType?.("navigation")[0]?.type;
    const from = document.referrer ? new URL(document.referrer).pathname : "";
    const refused = $(".form-errors, form [aria-invalid='true']") || "errorPage" in body.dataset || !person();
    if (arrival === "navigate" && from === sent.path && !refused && Date.now() - sent.time < 120000) forget(sent.key);
  }

  /* The page that signs out is left later than it erases: nothing may be written in between. */
  let erased = false;

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    erased = true;
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(DRAFT)) localStorage.removeItem(key);
      sessionStorage.removeItem(SENT);
    } catch {
      /* nothing was kept */
    }
  });

  /* A draft nobody came back to in two weeks goes. */
  function forgetOldDrafts() {
    try {
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith(DRAFT)) continue;
        const { time } = JSON.parse(localStorage.getItem(key));
        if (!(Date.now() - time < 14 * 24 * 3600 * 1000)) localStorage.removeItem(key);
      }
    } catch {
      /* nothing was kept */
    }
  }

  /* ---------- paper ---------- */

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  /* ---------- begin ---------- */

  function prepare(place) {
    $$("[data-chart]", place).forEach(prepareChart);
    $$("[data-draft-clear]", place).forEach((element) => forget(element.dataset.draftClear));
    $$("form[data-draft-key]", place).forEach(prepareDraft);
  }

  showTheme();
  showConnection();
  settleSent();
  forgetOldDrafts();
  prepare(document);
  $(".form-errors[data-focus]")?.focus();
})();
