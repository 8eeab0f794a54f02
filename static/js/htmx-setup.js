// What every HTMX request needs: the CSRF token, a tidy query string, and a word when it fails.
(() => {
  const { webox } = window;

  // The cookie is fresher than the page after signing in again in another tab; it may be hidden from scripts.
  const token = () =>
    document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ||
    document.querySelector('meta[name="csrf-token"]')?.content;

  document.addEventListener("htmx:configRequest", (event) => {
    const { verb, headers, parameters, elt } = event.detail;
    if (verb !== "get") headers["X-CSRFToken"] = token();
    if (elt.closest("[data-clean-query]")) {
      for (const name of Object.keys(parameters)) if (parameters[name] === "") delete parameters[name];
    }
  });

  const NAMES = { 401: "session", 403: "forbidden", 404: "missing", 409: "conflict", 410: "missing", 412: "conflict", 413: "large", 429: "busy" };
  const problem = (xhr) => {
    if (!/json/.test(xhr.getResponseHeader("Content-Type") || "")) return "";
    try {
      return JSON.parse(xhr.responseText).detail || "";
    } catch {
      return "";
    }
  };
  const quiet = (event) => event.detail.elt?.closest?.("[data-quiet]");

  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = event.detail;
    // The server's own toast says it better.
    if (quiet(event) || /"toast"/.test(xhr.getResponseHeader("HX-Trigger") || "")) return;
    const name = NAMES[xhr.status] || (xhr.status >= 500 ? "fault" : "invalid");
    webox.toast({ level: "error", message: problem(xhr) || webox.text(name) });
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      if (!quiet(event)) webox.toast({ level: "error", message: webox.text("offline") });
    });
  }

  // A redirect (an ended session, a moved page) arrives as a whole document, which must not land inside a fragment.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    if (target === document.body || !/^\s*<!doctype html/i.test(xhr.responseText)) return;
    if (xhr.status >= 400) return;
    event.detail.shouldSwap = false;
    const login = document.body.dataset.loginUrl;
    const arrived = new URL(xhr.responseURL || location.href, location.href);
    if (login && arrived.pathname.startsWith(login)) {
      webox.toast({ level: "warning", message: webox.text("session"), href: login, link: webox.text("signin") });
    } else {
      location.assign(arrived.href);
    }
  });
})();
