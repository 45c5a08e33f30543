/*
 * Bringing in a file: a zone to drop it on, and how far its reading and storing have come.
 * All of it works without this file.
 */
(function () {
  "use strict";

  const LINES = "application/x-ndjson";

  function announce(text) {
    document.body.dispatchEvent(new CustomEvent("announce", { detail: { value: text } }));
  }

  function receive(zone) {
    const input = zone.querySelector("input[type=file]");
    const words = zone.querySelector("[data-drop-words]");

    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      zone.dataset.over = "";
    });
    zone.addEventListener("dragleave", () => delete zone.dataset.over);
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      delete zone.dataset.over;
      if (event.dataTransfer.files.length !== 1) {
        words.textContent = "Drop one file at a time.";
        announce(words.textContent);
        return;
      }
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    input.addEventListener("change", () => {
      const file = input.files[0];
      input.setCustomValidity("");
      if (!file) return;
      const size = file.size > 1048576 ? `${(file.size / 1048576).toFixed(1)} MB` : `${Math.ceil(file.size / 1024)} KB`;
      const tooLarge = file.size > 16 * 1048576;
      const refused = "more than the 16 MB that can be read. Split it, or leave out columns and sheets that are not needed.";
      words.textContent = `${file.name}, ${size}${tooLarge ? `: ${refused}` : ""}`;
      input.setCustomValidity(tooLarge ? `This file has ${size}: ${refused}` : "");
      announce(words.textContent);
    });
  }

  function block(form, blocked) {
    const wait = form.querySelector("[data-wait]");
    if (wait) wait.hidden = !blocked;
    for (const button of form.querySelectorAll("button")) button.disabled = blocked;
  }

  function show(form, { words, done, parts }) {
    const wait = form.querySelector("[data-wait]");
    if (!wait) return;
    const bar = wait.querySelector("progress");
    bar.max = parts;
    bar.value = done;
    wait.querySelector("span").textContent = words;
  }

  /* Sends the form as the browser would; gives its answer line by line where the server writes lines. */
  function send(form, data, onLine) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      let read = 0;

      function lines() {
        if (!(request.getResponseHeader("Content-Type") || "").startsWith(LINES)) return;
        let end;
        while ((end = request.responseText.indexOf("\n", read)) >= 0) {
          onLine(JSON.parse(request.responseText.slice(read, end)));
          read = end + 1;
        }
      }

      request.open("POST", form.action);
      request.setRequestHeader("Accept", `${LINES}, text/html`);
      request.upload.addEventListener("progress", (event) => {
        if (form.enctype !== "multipart/form-data" || !event.lengthComputable) return;
        const share = Math.round((100 * event.loaded) / event.total);
        const words = share < 100 ? `Sending the file: ${share}%.` : "Sent. Reading its columns.";
        show(form, { words, done: event.loaded, parts: event.total });
      });
      request.addEventListener("progress", lines);
      request.addEventListener("load", () => {
        lines();
        resolve(request);
      });
      request.addEventListener("error", () => reject(new Error("no answer")));
      request.addEventListener("abort", () => reject(new Error("no answer")));
      request.send(data);
    });
  }

  /* Shows the page that answered, which says what is wrong, in place of this one. */
  function replace(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const now = document.querySelector("main");
    const then = page.querySelector("main");
    if (!now || !then) return false;
    now.replaceWith(document.adoptNode(then));
    document.title = page.title;
    prepare();
    const first = document.querySelector("main [data-focus]");
    if (first) first.focus();
    return true;
  }

  async function follow(form, submitter) {
    const data = new FormData(form);
    if (submitter && submitter.name) data.append(submitter.name, submitter.value);
    let last = {};
    block(form, true);
    announce(form.querySelector("[data-wait] span")?.textContent);
    try {
      const answer = await send(form, data, (line) => {
        last = line;
        if (line.words) show(form, line);
      });
      if (last.go) {
        window.location.assign(last.go);
        return;
      }
      if (!last.again && replace(answer.responseText)) {
        if (answer.responseURL) window.history.replaceState(null, "", answer.responseURL);
        return;
      }
    } catch {
      // Sent once more without being followed: then the browser says what is wrong.
    }
    block(form, false);
    form.dataset.unfollowed = "";
    form.requestSubmit(submitter || undefined);
  }

  function prepare() {
    for (const zone of document.querySelectorAll("[data-drop]")) receive(zone);
    for (const form of document.querySelectorAll("form[data-import]")) {
      form.addEventListener("submit", (event) => {
        if ("unfollowed" in form.dataset) return;
        event.preventDefault();
        follow(form, event.submitter);
      });
    }
  }

  prepare();

  // Who comes back to the page finds it ready again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-import]")) {
      delete form.dataset.unfollowed;
      block(form, false);
    }
  });
})();
