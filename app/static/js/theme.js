/* Runs before the first paint: marks that script is there, and puts on the person's own choice of light or dark. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  /* A page may come in one theme whatever the person's own. */
  if (root.dataset.theme) return;
  try {
    var choice = localStorage.getItem("centerline:theme");
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
  } catch (e) {
    /* storage is closed: the device's own wish holds */
  }
})();
