// Loaded blocking in <head>: the colours must be right before the first paint.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let choice = "auto";
  try {
    choice = localStorage.getItem("webox-theme") || "auto";
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }

  const wanted = () => (choice === "auto" ? (dark.matches ? "dark" : "light") : choice);
  const apply = () => {
    root.setAttribute("data-bs-theme", wanted());
    for (const button of document.querySelectorAll("[data-theme-value]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeValue === choice));
    }
  };

  root.classList.add("has-js");
  apply();
  dark.addEventListener("change", apply);
  // Paper is white.
  window.addEventListener("beforeprint", () => root.setAttribute("data-bs-theme", "light"));
  window.addEventListener("afterprint", apply);
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-value]");
    if (!button) return;
    choice = button.dataset.themeValue;
    try {
      localStorage.setItem("webox-theme", choice);
    } catch {
      // See above.
    }
    apply();
  });
})();
