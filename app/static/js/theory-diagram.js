/*
 * The diagram to draw in. Boxes are dragged to another place or layer, their dots to what they should serve; the same
 * works from the keyboard and from the bar of the chosen box. Everything asked for here goes through the outline's
 * queue (theory.js), which draws the answer.
 */
(function () {
  "use strict";

  const root = document.querySelector("[data-theory]");
  const canvas = root?.querySelector("[data-canvas]");
  const bar = root?.querySelector("[data-bar]");
  if (!canvas || !bar) return;
  const SVG = "http://www.w3.org/2000/svg";
  const START = 6; // px before a press becomes a drag

  const nodes = () => Array.from(canvas.querySelectorAll("[data-key]:not([data-key='aim'])"));
  const nodeOf = (key) => canvas.querySelector(`[data-key="${CSS.escape(String(key))}"]`);
  const boxOf = (node) => {
    const rect = node.querySelector("rect");
    const of = (name) => Number(rect.getAttribute(name));
    return { x: of("x"), y: of("y"), width: of("width"), height: of("height") };
  };
  const lineOf = (key) => root.querySelector(`[data-line="${CSS.escape(String(key))}"]`);
  const words = (key) => lineOf(key)?.querySelector("textarea").value || nodeOf(key)?.getAttribute("aria-label") || "";
  const served = (key) =>
    Array.from(canvas.querySelectorAll(`[data-to="${CSS.escape(key)}"]`), (edge) => edge.dataset.from).filter((from) => from !== "aim");

  let chosen = null;
  let connecting = null;

  function ask(fields, focus = true) {
    const detail = {
      fields,
      done: (answer) => {
        if (!answer.ok) return tell(answer.clashes[0]?.sentence || answer.error);
        tell(answer.said || "");
        if (focus && chosen) nodeOf(chosen)?.focus();
      },
    };
    root.dispatchEvent(new CustomEvent("theory:do", { detail }));
  }

  function tell(text) {
    const said = bar.querySelector("[data-said]");
    if (said) said.textContent = text;
  }

  /* ---------- the chosen box and its bar ---------- */

  function choose(key) {
    chosen = key && nodeOf(key) ? String(key) : null;
    for (const node of nodes()) node.classList.toggle("theory-chosen", node.dataset.key === chosen);
    bar.hidden = !chosen;
    if (!chosen) return;
    const said = bar.querySelector("[data-said]")?.textContent || "";
    bar.textContent = "";
    const button = (label, then) => {
      const made = document.createElement("button");
      Object.assign(made, { type: "button", className: "button button--outlined button--small", textContent: label });
      made.addEventListener("click", then);
      bar.append(made);
      return made;
    };
    const name = document.createElement("p");
    const strong = document.createElement("strong");
    strong.textContent = words(chosen);
    name.append(strong);
    bar.append(name);
    button("Rename", rename);
    const kind = lineOf(chosen)?.dataset.kind;
    if (kind !== "change idea") button("Add below", () => write(chosen, true));
    button("Add beside", () => write(chosen, false));
    button(connecting ? "Stop connecting" : "Connect", () => connect(!connecting));
    for (const verb of ["up", "down", "shallower", "deeper"]) {
      const own = lineOf(chosen)?.querySelector(`button[value^="${verb}:"]`);
      if (own) button({ up: "Up", down: "Down", shallower: "Toward the aim", deeper: "Deeper" }[verb], () => ask({ do: own.value }));
    }
    button("Delete", remove).classList.add("button--danger");
    const more = document.createElement("a");
    Object.assign(more, { href: nodeOf(chosen).getAttribute("href"), textContent: "Measure and more" });
    bar.append(more);
    for (const parent of served(chosen)) {
      const tag = button(`Stop serving “${words(parent)}”`, () => ask({ do: `disconnect:${chosen}:${parent}` }));
      tag.className = "button button--link button--small";
    }
    const status = document.createElement("p");
    status.className = "secondary";
    status.dataset.said = "";
    status.setAttribute("role", "status");
    status.textContent = said;
    bar.append(status);
  }

  function rename() {
    const text = lineOf(chosen)?.querySelector("textarea");
    if (!text) return;
    text.focus();
    text.select();
  }

  function remove() {
    const line = lineOf(chosen);
    const was = line?.querySelector("input[name^='was-']").value || "";
    ask({ do: `remove:${chosen}`, [`was-${chosen}`]: was }, false);
    choose(null);
  }

  /* A new box is a line of the outline, which is where one types. */
  function write(key, below) {
    root.dispatchEvent(new CustomEvent("theory:write", { detail: { key, below } }));
  }

  function connect(on) {
    connecting = on ? chosen : null;
    choose(chosen);
    tell(on ? "Choose what it should serve, by a click or with the arrow keys and Enter. Escape stops." : "");
    if (on) nodeOf(chosen)?.focus();
  }

  /* Whichever of the two stands nearer the aim is served by the other. */
  function join(from, to) {
    if (from === to || !nodeOf(from) || !nodeOf(to)) return;
    const right = boxOf(nodeOf(from)).x >= boxOf(nodeOf(to)).x;
    ask({ do: right ? `connect:${from}:${to}` : `connect:${to}:${from}` });
  }

  /* ---------- pointer and touch ---------- */

  let drag = null;

  function point(event) {
    const svg = canvas.querySelector("svg");
    const at = svg.createSVGPoint();
    at.x = event.clientX;
    at.y = event.clientY;
    return at.matrixTransform(svg.getScreenCTM().inverse());
  }

  function under(at, not) {
    return nodes().find((node) => {
      const box = boxOf(node);
      return node !== not && at.x >= box.x - 6 && at.x <= box.x + box.width + 6 && at.y >= box.y - 2 && at.y <= box.y + box.height + 2;
    });
  }

  /* Between which boxes of a column something is dropped: the nearest one, and on which side of it. */
  function gap(at, not) {
    let best = null;
    for (const node of nodes()) {
      if (node === not) continue;
      const box = boxOf(node);
      if (at.x < box.x - 30 || at.x > box.x + box.width + 30) continue;
      for (const [y, side] of [[box.y - 4, "before"], [box.y + box.height + 4, "after"]]) {
        const far = Math.abs(at.y - y);
        if (!best || far < best.far) best = { node, side, y, x: box.x, width: box.width, far };
      }
    }
    return best;
  }

  function draw(name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    canvas.querySelector("svg").append(made);
    return made;
  }

  function dots() {
    for (const node of nodes()) {
      const box = boxOf(node);
      const x = box.x - (node.querySelector(".dg-row") ? 8 : 0);
      const y = node.querySelector(".dg-row") ? box.y + 14 : box.y + box.height / 2;
      draw("circle", { cx: x, cy: y, r: 5, class: "theory-dot", "data-dot": node.dataset.key });
      draw("circle", { cx: x, cy: y, r: 14, class: "theory-dot-target", "data-dot": node.dataset.key });
    }
  }

  canvas.addEventListener("pointerdown", (event) => {
    const dot = event.target.closest("[data-dot]");
    const node = dot ? nodeOf(dot.dataset.dot) : event.target.closest("[data-key]");
    if (!node || node.dataset.key === "aim" || event.button > 0) return;
    drag = { node, dot: Boolean(dot), start: point(event), on: false, id: event.pointerId };
    if (dot) event.preventDefault();
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    const at = point(event);
    if (!drag.on && Math.hypot(at.x - drag.start.x, at.y - drag.start.y) < START) return;
    if (!drag.on) {
      drag.on = true;
      canvas.setPointerCapture?.(drag.id);
      if (drag.dot) drag.mark = draw("path", { class: "theory-string", d: "" });
      else {
        drag.mark = draw("rect", { class: "theory-place", width: 0, height: 3, rx: 1.5 });
        drag.node.classList.add("theory-dragged");
      }
    }
    event.preventDefault();
    const over = under(at, drag.node);
    for (const node of nodes()) node.classList.toggle("theory-over", node === over && drag.dot);
    if (drag.dot) {
      const { x, y } = drag.start;
      drag.mark.setAttribute("d", `M${x} ${y}C${(x + at.x) / 2} ${y} ${(x + at.x) / 2} ${at.y} ${at.x} ${at.y}`);
      drag.over = over;
    } else {
      drag.node.setAttribute("transform", `translate(${at.x - drag.start.x} ${at.y - drag.start.y})`);
      drag.gap = gap(at, drag.node);
      if (drag.gap) for (const [key, value] of [["x", drag.gap.x], ["y", drag.gap.y - 1.5], ["width", drag.gap.width]]) drag.mark.setAttribute(key, value);
    }
  });

  let dropped = false;

  function finish(event, done) {
    if (!drag || event.pointerId !== drag.id) return;
    const { node, on, dot, over, gap: place, mark } = drag;
    drag = null;
    mark?.remove();
    node.removeAttribute("transform");
    node.classList.remove("theory-dragged");
    for (const each of nodes()) each.classList.remove("theory-over");
    if (!on) return;
    dropped = true;
    window.setTimeout(() => (dropped = false), 50);
    if (!done) return;
    choose(node.dataset.key);
    if (dot && over) join(node.dataset.key, over.dataset.key);
    else if (!dot && place) ask({ do: `${place.side}:${node.dataset.key}:${place.node.dataset.key}` });
  }

  document.addEventListener("pointerup", (event) => finish(event, true));
  document.addEventListener("pointercancel", (event) => finish(event, false));
  canvas.addEventListener("dragstart", (event) => event.preventDefault());

  canvas.addEventListener("click", (event) => {
    const node = event.target.closest("[data-key]");
    if (!node || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (dropped || node.dataset.key === "aim") return;
    if (event.detail === 0 && !connecting) return location.assign(node.getAttribute("href")); // Enter, or a screen reader
    if (connecting && connecting !== node.dataset.key) {
      const from = connecting;
      connecting = null;
      choose(from);
      return join(from, node.dataset.key);
    }
    choose(node.dataset.key);
    node.focus();
  });

  /* ---------- keyboard ---------- */

  canvas.addEventListener("focusin", (event) => {
    const node = event.target.closest("[data-key]");
    if (node && !connecting && node.dataset.key !== "aim") choose(node.dataset.key);
  });

  function toward(node, key) {
    const from = boxOf(node);
    const sideways = key === "ArrowLeft" || key === "ArrowRight";
    const sign = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
    let best = null;
    for (const other of nodes()) {
      const box = boxOf(other);
      const across = box.x - from.x;
      const down = box.y + box.height / 2 - (from.y + from.height / 2);
      if (other === node || (sideways ? across * sign <= 1 : Math.abs(across) > 1 || down * sign <= 0)) continue;
      const far = sideways ? Math.abs(across) * 4 + Math.abs(down) : Math.abs(down);
      if (!best || far < best.far) best = { other, far };
    }
    return best?.other;
  }

  canvas.addEventListener("keydown", (event) => {
    const node = event.target.closest("[data-key]");
    if (!node || event.ctrlKey || event.metaKey || node.dataset.key === "aim") return;
    const verbs = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "shallower", ArrowRight: "deeper" };
    const key = event.key;
    if (verbs[key] && event.altKey) {
      event.preventDefault();
      const own = lineOf(node.dataset.key)?.querySelector(`button[value^="${verbs[key]}:"]`);
      if (own) ask({ do: own.value });
    } else if (verbs[key]) {
      event.preventDefault();
      toward(node, key)?.focus();
    } else if (key === "c" || key === "C") {
      event.preventDefault();
      choose(node.dataset.key);
      connect(true);
    } else if (key === "Delete" || key === "Backspace") {
      event.preventDefault();
      remove();
    } else if (key === "F2") {
      event.preventDefault();
      rename();
    } else if (key === "Escape" && connecting) {
      connecting = null;
      choose(chosen);
    } else if (key === "Enter" && connecting) {
      event.preventDefault();
      const from = connecting;
      connecting = null;
      choose(from);
      join(from, node.dataset.key);
    }
  });

  root.addEventListener("theory:drawn", (event) => {
    const held = canvas.contains(document.activeElement);
    canvas.innerHTML = event.detail;
    dots();
    choose(chosen);
    if (held && chosen) nodeOf(chosen)?.focus();
  });

  dots();
})();
