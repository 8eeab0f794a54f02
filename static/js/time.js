// <time data-relative>: "3 hours ago" in the page's language; the exact time stays in the title.
(() => {
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });
  const STEPS = [
    ["year", 31536000],
    ["month", 2592000],
    ["week", 604800],
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ];
  const words = (when) => {
    const seconds = (when - Date.now()) / 1000;
    const [unit, size] = STEPS.find(([, step]) => Math.abs(seconds) >= step) || ["second", 1];
    return unit === "second" ? format.format(0, "second") : format.format(Math.trunc(seconds / size), unit);
  };
  const refresh = () => {
    for (const element of document.querySelectorAll("time[data-relative]")) {
      const when = Date.parse(element.dateTime);
      if (!Number.isNaN(when)) element.textContent = words(when);
    }
  };
  document.addEventListener("DOMContentLoaded", refresh);
  document.addEventListener("htmx:afterSettle", refresh);
  setInterval(refresh, 60000);
})();
