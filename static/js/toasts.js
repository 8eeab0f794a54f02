// Toasts from Django messages, from `HX-Trigger: {"toast": {"level", "message"}}`, and from other scripts.
(() => {
  const ICONS = { success: "circle-check", warning: "alert-triangle", error: "alert-circle" };
  const area = document.getElementById("toasts");
  const webox = (window.webox = window.webox || {});
  const stays = (level) => level === "error" || level === "warning";

  const show = (element) => {
    const wait = element.querySelector(".toast-post") ? 15000 : 6000;
    const { Toast } = (window.bootstrap || window.tabler.bootstrap);
    element.addEventListener("hidden.bs.toast", () => element.remove());
    new Toast(element, { autohide: !stays(element.dataset.level), delay: wait }).show();
  };

  webox.text = (name) => area?.dataset[`text${name[0].toUpperCase()}${name.slice(1)}`] || "";

  // href and link add a link behind the text; it opens in a new tab so that the page keeps what was typed.
  // post and link add a button that posts there, such as “Undo”.
  webox.toast = ({ level = "info", message = "", href = "", link = "", post = "" }) => {
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
    if (post) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "btn btn-sm ms-2 toast-post", textContent: link });
      button.addEventListener("click", () => {
        button.disabled = true;
        htmx.ajax("POST", post, { swap: "none" }).then(() => (window.bootstrap || window.tabler.bootstrap).Toast.getInstance(element)?.hide());
      });
      text.append(button);
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
