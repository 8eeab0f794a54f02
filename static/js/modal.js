// One modal for short forms (#modal, filled by HTMX) and one for confirmations.
(() => {
  const webox = (window.webox = window.webox || {});
  const { Modal } = window.bootstrap || window.tabler.bootstrap;
  const shell = document.getElementById("modal-shell");
  const content = document.getElementById("modal");
  const confirmShell = document.getElementById("confirm-shell");
  const yes = document.getElementById("confirm-yes");
  const no = confirmShell.querySelector("[data-bs-dismiss]");
  const modal = new Modal(shell);
  const confirmModal = new Modal(confirmShell);
  let opener = null;
  let dirty = false;

  webox.confirm = ({ question, button = "", danger = true }) =>
    new Promise((resolve) => {
      const before = document.activeElement;
      let answer = false;
      document.getElementById("confirm-question").textContent = question;
      yes.textContent = button || yes.dataset.text;
      yes.classList.toggle("btn-danger", danger);
      yes.classList.toggle("btn-primary", !danger);
      yes.onclick = () => {
        answer = true;
        confirmModal.hide();
      };
      confirmShell.addEventListener("shown.bs.modal", () => (danger ? no : yes).focus(), { once: true });
      confirmShell.addEventListener(
        "hidden.bs.modal",
        () => {
          before?.focus?.();
          resolve(answer);
        },
        { once: true },
      );
      confirmModal.show();
    });

  webox.confirmOf = (element, question) =>
    webox.confirm({
      question,
      button: element.dataset.confirmButton,
      danger: element.dataset.confirmTone !== "primary",
    });

  document.addEventListener("htmx:confirm", (event) => {
    const { question, elt, issueRequest } = event.detail;
    if (!question) return;
    event.preventDefault();
    webox.confirmOf(elt, question).then((ok) => ok && issueRequest(true));
  });

  const isField = (element) => element?.matches("input, select, textarea") && content.contains(element);
  // Bootstrap takes the focus to the dialog once it has faded in: whoever types by then gets their field back.
  let field = null;
  content.addEventListener("focusin", (event) => {
    if (isField(event.target)) field = event.target;
  });

  const focusFirst = () => {
    const field =
      content.querySelector(".is-invalid") ||
      content.querySelector("[autofocus]") ||
      content.querySelector("input:not([type=hidden]), select, textarea") ||
      content.querySelector("button:not(.btn-close)");
    field?.focus();
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target === content && !shell.classList.contains("show")) opener = event.detail.elt;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== content) return;
    if (!content.firstElementChild) {
      close();
      return;
    }
    // A refused form still holds what was typed; what follows a saved one doesn't.
    if (event.detail.xhr.status !== 422) dirty = false;
    const size = content.firstElementChild.dataset.modalSize;
    const dialog = content.parentElement;
    dialog.classList.remove("modal-sm", "modal-lg", "modal-xl");
    if (size) dialog.classList.add(`modal-${size}`);
    if (!shell.classList.contains("show")) modal.show();
  });
  // Not before it has settled: until then htmx leaves a field that was there before the classes it had.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== content || !shell.classList.contains("show")) return;
    if (event.detail.xhr.status === 422 || !isField(document.activeElement)) focusFirst();
  });

  const close = () => {
    dirty = false;
    modal.hide();
  };
  webox.closeModal = close;
  // Later: closing empties the modal, and an event on a detached form (a toast beside this one) reaches nobody.
  document.addEventListener("closeModal", () => setTimeout(close));

  // A form whose answer is a file leaves the page as it is. Later, too: a detached form is not sent.
  content.addEventListener("submit", (event) => {
    if ("closeOnSubmit" in event.target.dataset) setTimeout(close);
  });

  content.addEventListener("input", () => {
    dirty = true;
  });
  shell.addEventListener("shown.bs.modal", () => (isField(field) ? field.focus() : focusFirst()));
  shell.addEventListener("hide.bs.modal", (event) => {
    if (!dirty) return;
    event.preventDefault();
    const { textDiscard: question, textDiscardButton: button } = shell.dataset;
    webox.confirm({ question, button }).then((ok) => ok && close());
  });
  shell.addEventListener("hidden.bs.modal", () => {
    content.replaceChildren();
    if (opener?.isConnected) opener.focus();
    opener = null;
  });
})();
