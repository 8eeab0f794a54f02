// Toasts from Django messages, from `HX-Trigger: {"toast": {"level", "message"}}`, and from other scripts.
(() => {
  const ICONS = { success: "circle-check", warning: "alert-triangle", error: "alert-circle" };
  const area = document.getElementById("toasts");
  const webox = (window.webox = window.webox || {});
  const stays = (level) => level === "error" || level === "warning";

  const show = (element) => {
    const { Toast } = (window.bootstrap || window.tabler.bootstrap);
    element.addEventListener("hidden.bs.toast", () => element.remove());
    new Toast(element, { autohide: !stays(element.dataset.level), delay: 6000 }).show();
  };

  webox.text = (name) => area?.dataset[`text${name[0].toUpperCase()}${name.slice(1)}`] || "";

  // href and link add a link behind the text; it opens in a new tab so that the page keeps what was typed.
  webox.toast = ({ level = "info", message = "", href = "", link = "" }) => {
    if (!area || !message) return;
    const same = [...area.querySelectorAll(".toast-text")].some((text) => text.dataset.message === message);
    if (same) return;
    const element = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
    element.dataset.level = level;
    element.classList.remove("show");
    element.setAttribute("role", stays(level) ? "alert" : "status");
    const icon = element.querySelector(".toast-icon use");
    icon.setAttribute("href", `${area.dataset.icons}#${ICONS[level] || "info-circle"}`);
    const text = element.querySelector(".toast-text");
    text.dataset.message = message;
    text.textContent = message;
    if (href) {
      const anchor = document.createElement("a");
      Object.assign(anchor, { href, target: "_blank", rel: "noopener", textContent: link || href });
      text.append(" ", anchor);
    }
    area.append(element);
    show(element);
  };

  document.addEventListener("DOMContentLoaded", () => area?.querySelectorAll(".toast").forEach(show));
  document.addEventListener("toast", (event) => {
    const detail = event.detail || {};
    if (Array.isArray(detail.value)) detail.value.forEach(webox.toast);
    else webox.toast(detail);
  });
})();
