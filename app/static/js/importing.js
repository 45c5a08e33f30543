/*
 * Bringing in a file: a zone to drop it on, and a word while it is read. All of it works without this file.
 */
(function () {
  "use strict";

  function announce(text) {
    document.body.dispatchEvent(new CustomEvent("announce", { detail: { value: text } }));
  }

  for (const zone of document.querySelectorAll("[data-drop]")) {
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
      if (!file) return;
      const size = file.size > 1048576 ? `${(file.size / 1048576).toFixed(1)} MB` : `${Math.ceil(file.size / 1024)} KB`;
      const tooLarge = file.size > 16 * 1048576;
      words.textContent = `${file.name}, ${size}${tooLarge ? ": more than the 16 MB that can be read. Split it." : ""}`;
      announce(words.textContent);
    });
  }

  for (const form of document.querySelectorAll("form[data-import]")) {
    form.addEventListener("submit", () => {
      const wait = form.querySelector("[data-wait]");
      if (wait) wait.hidden = false;
      // After the form is sent: a disabled button would not be sent with it.
      setTimeout(() => {
        for (const button of form.querySelectorAll("button")) button.disabled = true;
      });
    });
  }

  // Who comes back to the page finds it ready again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-import]")) {
      const wait = form.querySelector("[data-wait]");
      if (wait) wait.hidden = true;
      for (const button of form.querySelectorAll("button")) button.disabled = false;
    }
  });
})();
