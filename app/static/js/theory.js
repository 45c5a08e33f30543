/*
 * The outline in which a theory of change is written. The form works without this file; with it, each line is saved
 * when it is left, Enter and Tab make and indent lines, a pasted list becomes many lines, and what could not be saved
 * stays in its line and on this device until it is.
 */
(function () {
  "use strict";

  const root = document.querySelector("[data-theory]");
  const form = root?.querySelector("form[data-outline]");
  if (!form) return;
  const place = form.querySelector("[data-outline-body]");
  const status = form.querySelector("[data-status]");
  const KINDS = ["primary driver", "secondary driver", "change idea"];
  const CLASSES = ["theory-primary", "theory-secondary", "theory-idea"];
  const KEY = `centerline:draft:${document.body.dataset.person || ""}:theory:${root.dataset.team}`;
  const SMALL = 60000; // a larger request cannot outlive its page
  const wide = () => window.matchMedia("(min-width: 56.01rem)").matches;

  const lines = () => Array.from(place.querySelectorAll("[data-line]"));
  const textOf = (line) => line.querySelector("textarea");
  const lineOf = (element) => element.closest?.("[data-line]");
  const words = (line) => textOf(line).value.replace(/\s+/g, " ").trim();
  const wasOf = (line) => line.querySelector("input[name^='was-']");
  const isDraft = (line) => !line.dataset.line;
  const isDirty = (line) => (isDraft(line) ? words(line) !== "" : words(line) !== wasOf(line).value);
  const depthOf = (line) => Number(line.dataset.depth);
  const announce = (text) => document.body.dispatchEvent(new CustomEvent("announce", { detail: { value: text } }));

  /* ---------- one request after the other ---------- */

  let queue = Promise.resolve();

  function post(fields) {
    const run = () => send(fields());
    queue = queue.then(run, run);
    return queue;
  }

  let stale = false;

  /* Back from signing in elsewhere: take over the new token, if it is the same person's page. */
  async function freshToken() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("form[data-outline] input[name='csrf_token']");
    if (!answer.ok || !token || page.body.dataset.person !== document.body.dataset.person) return;
    for (const field of document.querySelectorAll("input[name='csrf_token']")) field.value = token.value;
    stale = false;
  }

  async function send(fields) {
    if (stale) await freshToken().catch(() => {});
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, drawing: wide() ? "1" : "0", ...fields });
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual", keepalive: String(body).length < SMALL });
      const found = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
      if (answer.ok && found.outline !== undefined) return { ok: true, ...found };
      stale = answer.type === "opaqueredirect" || answer.status === 400;
      const said = found.error || sentence(answer);
      return { ok: false, status: answer.status, error: said, clashes: found.clashes || [], asks: found.asks };
    } catch {
      return { ok: false, status: 0, error: navigator.onLine ? "No answer came. Not saved yet; it is tried again." : "You are offline. Not saved yet; it is kept here.", clashes: [] };
    }
  }

  function sentence(answer) {
    if (stale) {
      return "You are signed out, or this page was open too long. Sign in again in another tab, then press Save here.";
    }
    if (answer.status === 403 || answer.status === 404) return "Your role no longer allows this change, so it is not saved.";
    return "Centerline could not save this. It is kept here; try again in a moment.";
  }

  /* ---------- what is not saved yet stays on this device ---------- */

  function keep() {
    const unsaved = lines()
      .filter(isDirty)
      .map((line) => ({ id: line.dataset.line, was: isDraft(line) ? "" : wasOf(line).value, text: textOf(line).value, ...placeOf(line) }));
    try {
      if (unsaved.length) localStorage.setItem(KEY, JSON.stringify({ time: Date.now(), lines: unsaved }));
      else localStorage.removeItem(KEY);
    } catch {
      /* storage is closed or full: the lines still stand in the page */
    }
    const count = unsaved.length;
    status.textContent = count ? `${count} ${count === 1 ? "line is" : "lines are"} not saved yet.` : saved ? "All lines are saved." : "";
    return unsaved;
  }

  let saved = false;

  function recall() {
    let found = null;
    try {
      found = JSON.parse(localStorage.getItem(KEY) || "null");
    } catch {
      found = null;
    }
    let latest = null;
    for (const each of found?.lines || []) {
      const there = each.id && place.querySelector(`[data-line="${CSS.escape(each.id)}"]`);
      if (there) {
        textOf(there).value = each.text;
        if (wasOf(there).value !== each.was && each.text !== wasOf(there).value) wasOf(there).value = each.was;
      } else if (!each.id && !lines().some((line) => !isDraft(line) && line.dataset.under === each.under && words(line) === each.text.trim())) {
        const before = each.after && place.querySelector(`[data-line="${CSS.escape(each.after)}"]`);
        const line = draft(each.kind, each.under, Number(each.depth), latest?.spot === each.after ? latest : before);
        line.spot = each.after;
        latest = line;
        textOf(line).value = each.text;
        const over = previous(line, (other) => depthOf(other) < depthOf(line));
        if (!each.under && over && isDraft(over)) line.waitsFor = over;
      }
    }
    if (found?.lines?.length) {
      keep();
      status.textContent = "Your unsaved words are back. Press Save the lines to store them.";
    }
  }

  /* ---------- lines ---------- */

  function placeOf(line) {
    const before = previous(line, (each) => !isDraft(each));
    return { kind: line.dataset.kind, under: line.dataset.under, depth: line.dataset.depth, after: before?.dataset.line || "" };
  }

  function previous(line, fits = () => true) {
    const all = lines();
    for (let at = all.indexOf(line) - 1; at >= 0; at -= 1) if (fits(all[at])) return all[at];
    return null;
  }

  function lastBelow(line) {
    const all = lines();
    let at = all.indexOf(line);
    while (all[at + 1] && depthOf(all[at + 1]) > depthOf(line)) at += 1;
    return all[at];
  }

  let made = 0;

  function draft(kind, under, depth, after) {
    made += 1;
    const line = document.createElement("li");
    line.dataset.line = "";
    line.innerHTML =
      '<div class="theory-words"><label class="theory-label"></label><textarea class="theory-text" rows="1" maxlength="300" enterkeyhint="enter"></textarea><p class="theory-state" data-state role="status"></p></div>' +
      '<div class="theory-tools" role="group" aria-label="Move or delete this line"><button type="button" data-do="shallower" aria-label="One level toward the aim">←</button><button type="button" data-do="deeper" aria-label="One level deeper">→</button><button type="button" data-do="remove" aria-label="Delete">×</button></div>';
    const text = textOf(line);
    text.id = `new-${made}`;
    line.querySelector("label").htmlFor = text.id;
    let list = place.querySelector("[data-lines]");
    if (after) after.after(line);
    else list.append(line);
    dress(line, kind, under, depth);
    return line;
  }

  function dress(line, kind, under, depth) {
    const at = KINDS.indexOf(kind);
    line.dataset.kind = kind;
    line.dataset.under = under || "";
    line.dataset.depth = String(depth);
    line.className = `theory-line theory-depth-${Math.min(depth, 4)} ${CLASSES[at]}`;
    line.querySelector("label").textContent = kind[0].toUpperCase() + kind.slice(1);
  }

  function say(line, text, refused = false) {
    const state = line.querySelector("[data-state]");
    state.textContent = text;
    state.toggleAttribute("data-refused", refused);
  }

  /* A line that was not saved yet moves in the page alone. */
  function indentDraft(line, step) {
    const at = KINDS.indexOf(line.dataset.kind) + step;
    if (at < 0 || at >= KINDS.length) return;
    if (step > 0) {
      const over = previous(line, (each) => depthOf(each) <= depthOf(line));
      const fits = over && depthOf(over) === depthOf(line) && KINDS.indexOf(over.dataset.kind) < at;
      if (fits && isDraft(over) && !words(over)) return;
      dress(line, KINDS[at], fits ? over.dataset.line : line.dataset.under, fits ? depthOf(line) + 1 : depthOf(line));
      line.waitsFor = fits && isDraft(over) ? over : null;
    } else {
      const over = previous(line, (each) => depthOf(each) < depthOf(line));
      if (!over || KINDS.indexOf(over.dataset.kind) < at) return dress(line, KINDS[at], line.dataset.under, depthOf(line));
      dress(line, KINDS[at], over.dataset.under, depthOf(over));
      line.waitsFor = over.waitsFor || null;
    }
  }

  function save(line, more = {}) {
    if (!isDirty(line) || line.saving) return queue;
    const typed = words(line);
    if (!typed && !isDraft(line)) {
      say(line, "An empty line is not saved. Write what it is, or delete it.", true);
      return queue;
    }
    const before = placeOf(line);
    const above = previous(line, (each) => !isDraft(each) || isDirty(each) || each.saving);
    line.saving = true;
    keep();
    return post(() => {
      if (!isDraft(line)) return { [`text-${line.dataset.line}`]: typed, [`was-${line.dataset.line}`]: wasOf(line).value, ...more };
      const under = line.waitsFor?.dataset.line || line.dataset.under;
      return { do: "add", lines: typed, kind: line.dataset.kind, under, after: above?.dataset.line || before.after, ...more };
    }).then((answer) => {
      line.saving = false;
      settle(line, typed, answer);
      return answer;
    });
  }

  function settle(line, typed, answer) {
    if (answer.ok) {
      saved = true;
      say(line, "");
      const id = isDraft(line) ? String(answer.ids[0]) : line.dataset.line;
      const there = place.querySelector(`[data-line="${id}"]`);
      if (isDraft(line) && there && line.isConnected) {
        // The same words stand under the same driver already.
        const wasHere = line.contains(document.activeElement);
        line.remove();
        if (wasHere) textOf(there).focus();
        redraw(answer);
        keep();
        return;
      }
      if (!line.isConnected) line = there || line;
      adopt(line, id, typed, answer);
      redraw(answer);
    } else if (answer.clashes.length) {
      answer.clashes.forEach(ask);
    } else if (answer.asks) {
      askOfPatient(line, answer.error, () => save(line, { not_a_patient: "y" }));
    } else {
      say(line, answer.error, true);
      if (answer.status === 0) line.dataset.unsent = "";
    }
    keep();
  }

  /* A new line takes over the buttons that the server wrote for it. */
  function adopt(line, id, typed, answer) {
    const page = new DOMParser().parseFromString(answer.outline, "text/html");
    const fresh = page.querySelector(`[data-line="${id}"]`);
    if (!fresh) return;
    if (isDraft(line)) {
      const text = textOf(line);
      text.name = `text-${id}`;
      const was = document.createElement("input");
      Object.assign(was, { type: "hidden", name: `was-${id}`, value: textOf(fresh).value });
      if (text.value.replace(/\s+/g, " ").trim() === typed) text.value = was.value;
      text.after(was);
      line.dataset.line = id;
      line.id = `line-${id}`;
    } else {
      wasOf(line).value = wasOf(fresh).value;
    }
    dress(line, fresh.dataset.kind, fresh.dataset.under, Number(fresh.dataset.depth));
    line.querySelector(".theory-tools").replaceWith(fresh.querySelector(".theory-tools"));
    for (const each of lines()) {
      const other = page.querySelector(`[data-line="${each.dataset.line}"] .theory-tools`);
      if (each !== line && other && !each.contains(document.activeElement)) each.querySelector(".theory-tools").replaceWith(other);
      if (each.waitsFor === line) {
        each.dataset.under = id;
        each.waitsFor = null;
      }
    }
    form.querySelector("[data-save]")?.removeAttribute("hidden");
  }

  function redraw(answer) {
    if (answer.drawing !== undefined) root.dispatchEvent(new CustomEvent("theory:drawn", { detail: answer.drawing }));
    const removed = answer.removed;
    if (removed) offerUndo(removed, answer.said);
    else if (answer.said) announce(answer.said);
  }

  /* ---------- after a move or a delete: the outline anew, with what is being typed kept ---------- */

  function show(answer, focusOn) {
    const active = lineOf(document.activeElement);
    const wanted = focusOn ?? active?.dataset.line;
    const caret = active ? textOf(active).selectionStart : null;
    const dirty = lines().filter((line) => isDirty(line) || (isDraft(line) && line === active));
    const kept = dirty.map((line) => ({ line, after: placeOf(line).after }));
    place.innerHTML = answer.outline;
    for (const { line, after } of kept) {
      if (isDraft(line)) {
        const anchor = after && place.querySelector(`[data-line="${after}"]`);
        if (anchor) anchor.after(line);
        else place.querySelector("[data-lines]").append(line);
      } else {
        const there = place.querySelector(`[data-line="${line.dataset.line}"]`);
        if (there) {
          textOf(there).value = textOf(line).value;
          wasOf(there).value = wasOf(line).value;
        }
      }
    }
    const target = wanted ? place.querySelector(`[data-line="${wanted}"]`) : kept.find((each) => each.line === active)?.line;
    if (target) {
      textOf(target).focus({ preventScroll: false });
      if (caret !== null && active?.dataset.line === wanted) textOf(target).setSelectionRange(caret, caret);
    }
    redraw(answer);
    keep();
  }

  async function act(verb, line, more = {}) {
    const dirty = lines().filter((each) => isDirty(each) && !each.saving && !(verb.startsWith("remove") && each === line));
    for (const each of dirty) await save(each);
    const id = line.dataset.line;
    const next = verb === "remove" ? neighbor(line) : line;
    const target = verb === "remove" || !line.dataset.under ? id : `${id}:${line.dataset.under}`;
    const answer = await post(() => ({ do: `${verb}:${target}`, ...(verb === "remove" ? { [`was-${id}`]: wasOf(line).value } : {}), ...more }));
    if (answer.ok) show(answer, next?.dataset.line);
    else if (answer.clashes.length) answer.clashes.forEach(ask);
    else say(place.querySelector(`[data-line="${id}"]`) || line, answer.error, true);
    return answer;
  }

  function neighbor(line) {
    const all = lines();
    const at = all.indexOf(line);
    return all[at - 1] || all[at + 1];
  }

  function remove(line) {
    if (!isDraft(line)) return act("remove", line);
    const next = neighbor(line);
    line.remove();
    if (next) textOf(next).focus();
    keep();
    return queue;
  }

  function offerUndo(id, said) {
    root.querySelector("[data-undo]")?.remove();
    const bar = document.createElement("div");
    bar.className = "theory-undo";
    bar.dataset.undo = "";
    const text = document.createElement("p");
    text.setAttribute("role", "status");
    text.textContent = said;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button button--outlined button--small", textContent: "Undo" });
    button.addEventListener("click", async () => {
      const answer = await post(() => ({ do: `restore:${id}` }));
      bar.remove();
      if (answer.ok) show(answer, String(id));
      else status.textContent = answer.error;
    });
    bar.append(text, button);
    place.before(bar);
  }

  /* ---------- somebody else was faster: both wordings, and the choice ---------- */

  function ask(clash) {
    const line = place.querySelector(`[data-line="${clash.id}"]`);
    if (!line) return;
    say(line, "", true);
    const state = line.querySelector("[data-state]");
    const text = document.createElement("span");
    const mine = words(line);
    text.textContent = clash.typed === null ? `${clash.sentence} ` : `${clash.sentence} You typed “${mine}”. `;
    const choose = (label, then) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button button--outlined button--small", textContent: label });
      button.addEventListener("click", then);
      return button;
    };
    const take = () => {
      textOf(line).value = wasOf(line).value = clash.stored;
      say(line, "");
      keep();
    };
    state.append(text);
    if (clash.removed) {
      state.append(choose("Put it back with my words", async () => {
        const answer = await post(() => ({ do: `restore:${clash.id}` }));
        wasOf(line).value = clash.stored;
        if (answer.ok) await save(line);
      }));
      state.append(choose("Leave it deleted", () => {
        line.remove();
        keep();
      }));
    } else if (clash.typed === null) {
      state.append(choose("Delete it anyway", () => {
        wasOf(line).value = clash.stored;
        act("remove", line);
      }), choose("Keep it", take));
    } else {
      state.append(choose("Keep mine", () => {
        wasOf(line).value = clash.stored;
        say(line, "");
        save(line);
      }), choose("Take theirs", take));
    }
    announce(clash.sentence);
  }

  /* ---------- words that may tell who a patient is: take them out, or say that they do not ---------- */

  function askOfPatient(line, question, then) {
    say(line, `${question} `, true);
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button button--outlined button--small", textContent: "It identifies no patient: save it" });
    button.addEventListener("click", () => {
      say(line, "");
      then();
    });
    line.querySelector("[data-state]").append(button);
  }

  /* ---------- keys, paste, buttons ---------- */

  let leaving = false;

  function addAfter(line) {
    const fresh = draft(line.dataset.kind, line.dataset.under, depthOf(line), lastBelow(line));
    fresh.waitsFor = line.waitsFor || null;
    textOf(fresh).focus();
  }

  function onKey(event) {
    const line = lineOf(event.target);
    if (!line || event.target !== textOf(line) || event.isComposing) return;
    const moves = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "shallower", ArrowRight: "deeper" };
    if (event.key === "Escape") {
      leaving = true;
      status.textContent = "Tab now leaves the outline.";
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (isDraft(line) && !words(line)) return indentDraft(line, -1);
      save(line);
      addAfter(line);
    } else if (event.key === "Tab" && !leaving && !event.ctrlKey && !event.altKey) {
      const step = event.shiftKey ? -1 : 1;
      const at = KINDS.indexOf(line.dataset.kind) + step;
      if (at < 0 || at >= KINDS.length) return;
      event.preventDefault();
      step_(line, step > 0 ? "deeper" : "shallower");
    } else if (event.altKey && moves[event.key] && !event.ctrlKey) {
      event.preventDefault();
      step_(line, moves[event.key]);
    } else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && !event.shiftKey) {
      const text = event.target;
      const edge = event.key === "ArrowUp" ? text.selectionStart === 0 : text.selectionEnd === text.value.length;
      const all = lines();
      const next = all[all.indexOf(line) + (event.key === "ArrowUp" ? -1 : 1)];
      if (edge && next) {
        event.preventDefault();
        textOf(next).focus();
      }
    } else if (event.key === "Backspace" && !event.target.value && lines().length > 1) {
      event.preventDefault();
      remove(line);
    }
  }

  function step_(line, verb) {
    if (isDraft(line) && !line.saving) {
      if (verb === "deeper" || verb === "shallower") indentDraft(line, verb === "deeper" ? 1 : -1);
      return;
    }
    if (line.querySelector(`button[value^="${verb}:"]`)) act(verb, line);
  }

  function onPaste(event) {
    const line = lineOf(event.target);
    const pasted = event.clipboardData?.getData("text/plain") || "";
    if (!line || !pasted.trim().includes("\n")) return;
    event.preventDefault();
    const empty = isDraft(line) && !words(line);
    const spot = placeOf(line);
    const add = async (more = {}) => {
      const after = empty ? spot.after : line.dataset.line;
      const answer = await post(() => ({ do: "add", lines: pasted, kind: spot.kind, under: line.waitsFor?.dataset.line || spot.under, after, ...more }));
      if (answer.asks) {
        askOfPatient(line, answer.error, () => add({ not_a_patient: "y" }));
        return;
      }
      if (!answer.ok) {
        textOf(line).value += pasted;
        say(line, answer.error, true);
        keep();
        return;
      }
      if (empty) line.remove();
      saved = true;
      show(answer, String(answer.ids.at(-1)));
    };
    (empty ? queue : save(line)).then(() => add());
  }

  form.addEventListener("keydown", onKey);
  form.addEventListener("paste", onPaste);
  form.addEventListener("input", keep);
  form.addEventListener("focusin", (event) => {
    leaving = false;
    for (const line of lines()) line.classList.toggle("theory-at", line === lineOf(event.target));
  });
  form.addEventListener("focusout", (event) => {
    const line = lineOf(event.target);
    if (!line || event.target !== textOf(line)) return;
    if (line.contains(event.relatedTarget)) save(line);
    else if (isDraft(line) && !words(line) && !line.saving && lines().length > 1 && event.relatedTarget) window.setTimeout(() => {
      if (!line.contains(document.activeElement) && isDraft(line) && !words(line)) line.remove();
    }, 200);
    else save(line);
  });
  /* A tap on a button keeps the keyboard of a phone open. */
  form.addEventListener("pointerdown", (event) => event.target.closest(".theory-tools button") && event.preventDefault());
  form.addEventListener("click", (event) => {
    const button = event.target.closest(".theory-tools button, [data-add]");
    if (!button) return;
    event.preventDefault();
    if ("add" in button.dataset) return textOf(draft(KINDS[0], "", 0, null)).focus();
    const line = lineOf(button);
    const verb = button.dataset.do || button.value.split(":")[0];
    if (verb === "remove") remove(line);
    else step_(line, verb);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const dirty = lines().filter(isDirty);
    Promise.all(dirty.map((line) => save(line))).then(keep);
    if (!dirty.length) status.textContent = "All lines are saved.";
  });
  window.addEventListener("online", () => lines().filter(isDirty).forEach((line) => save(line)));
  window.setInterval(() => {
    for (const line of lines()) {
      if (!("unsent" in line.dataset) || !navigator.onLine || line.saving) continue;
      delete line.dataset.unsent;
      save(line);
    }
  }, 8000);

  /* What the diagram asks for goes the same way, so that both show the same. */
  root.addEventListener("theory:do", async (event) => {
    const { fields, done } = event.detail;
    for (const line of lines().filter(isDirty)) await save(line);
    const answer = await post(() => fields);
    if (answer.ok) show(answer);
    done?.(answer);
  });

  root.addEventListener("theory:write", (event) => {
    const line = place.querySelector(`[data-line="${event.detail.key}"]`);
    if (!line) return;
    addAfter(line);
    if (event.detail.below) indentDraft(lineOf(document.activeElement), 1);
  });

  recall();
  if (!lines().length && wide()) textOf(draft(KINDS[0], "", 0, null)).focus();
})();
