// Forms: no double submit, confirmation by data-confirm, warning before unsaved text is left behind.
(() => {
  const busy = new Set();
  const confirmed = new WeakSet();
  const buttons = (form) =>
    [...form.elements].filter((element) => element.matches("button:not([type=button]), input[type=submit]"));

  const hold = (form, submitter) => {
    if (form.hasAttribute("data-no-guard")) return;
    busy.add(form);
    // Not the disabled attribute: it would drop the pressed button's value and the keyboard's place.
    for (const button of buttons(form)) button.setAttribute("aria-disabled", "true");
    (submitter || buttons(form)[0])?.classList.add("btn-loading");
  };
  const release = (form) => {
    busy.delete(form);
    for (const button of buttons(form)) {
      button.removeAttribute("aria-disabled");
      button.classList.remove("btn-loading");
    }
  };

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (busy.has(form)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      const question = event.submitter?.dataset.confirm || form.dataset.confirm;
      if (!question || confirmed.delete(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const asked = event.submitter?.dataset.confirm ? event.submitter : form;
      window.webox.confirmOf(asked, question).then((ok) => {
        if (!ok) return;
        confirmed.add(form);
        form.requestSubmit(event.submitter);
      });
    },
    true,
  );
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    dirty.delete(form);
    hold(form, event.submitter);
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = event.detail;
    if (elt.matches("form") && requestConfig.verb !== "get") {
      hold(elt, requestConfig.triggeringEvent?.submitter);
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, successful } = event.detail;
    if (!elt.matches?.("form")) return;
    release(elt);
    if (successful) dirty.delete(elt);
  });
  // Coming back through the browser's history must not find a frozen form.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) [...busy].forEach(release);
  });

  const dirty = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-warn-unsaved]");
    if (form) dirty.add(form);
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
  });
})();
