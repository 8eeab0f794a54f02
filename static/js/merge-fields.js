// [data-insert="text"] writes its text where the cursor was last, in a field marked data-merge-fields of the same form.
(() => {
  const last = new WeakMap();
  document.addEventListener("focusin", (event) => {
    const field = event.target.closest("[data-merge-fields]");
    if (field?.form) last.set(field.form, field);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const form = button?.closest("form");
    if (!form) return;
    const first = form.querySelector("textarea[data-merge-fields]");
    const field = last.get(form) || first;
    if (!field) return;
    field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
