/* The slider over the versions leads to the version it is left at; the list of links does the same without it. */
(function () {
  "use strict";

  const slider = document.querySelector("[data-slider] input[type='range']");
  if (!slider) return;
  const links = Array.from(document.querySelectorAll("[data-slider] .theory-steps a"));
  const name = () => links[slider.value - 1]?.textContent.trim() || "";
  const tell = () => slider.setAttribute("aria-valuetext", name());

  function go() {
    const link = links[slider.value - 1];
    if (!link || link.getAttribute("aria-current")) return;
    location.assign(link.href);
  }

  tell();
  slider.addEventListener("input", tell);
  slider.addEventListener("change", go);
})();
