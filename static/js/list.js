// Lists: "/" goes to the search field; a box in the head ticks every row; counts follow.
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const field = document.querySelector("[data-search-focus]");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  // data-check-all="name" ticks every checkbox of that name; [data-checked-count="name"] shows how many are ticked,
  // [data-when-checked="name"] is hidden while there are none.
  const boxes = (name) => [...document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)];
  const refresh = (name) => {
    const all = boxes(name);
    const ticked = all.filter((box) => box.checked).length;
    for (const head of document.querySelectorAll(`[data-check-all="${CSS.escape(name)}"]`)) {
      head.checked = ticked > 0 && ticked === all.length;
      head.indeterminate = ticked > 0 && ticked < all.length;
    }
    for (const count of document.querySelectorAll(`[data-checked-count="${CSS.escape(name)}"]`)) {
      count.textContent = new Intl.NumberFormat(document.documentElement.lang).format(ticked);
    }
    for (const part of document.querySelectorAll(`[data-when-checked="${CSS.escape(name)}"]`)) part.hidden = !ticked;
  };
  document.addEventListener("change", (event) => {
    const { checkAll } = event.target.dataset;
    if (checkAll) for (const box of boxes(checkAll)) box.checked = event.target.checked;
    const name = checkAll || event.target.name;
    if (name && document.querySelector(`[data-check-all="${CSS.escape(name)}"]`)) refresh(name);
  });
  const refreshAll = () => {
    for (const head of document.querySelectorAll("[data-check-all]")) refresh(head.dataset.checkAll);
  };
  document.addEventListener("DOMContentLoaded", refreshAll);
  document.addEventListener("htmx:afterSettle", refreshAll);

  // [data-view="name"] shows the same rows another way, [data-export="pdf"] as a file: with whatever the list is filtered
  // by at this moment.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-view], a[data-export]");
    if (!link) return;
    const query = new URLSearchParams(location.search);
    for (const name of ["view", "cursor", "as_of"]) query.delete(name);
    if (link.dataset.view) query.set("view", link.dataset.view);
    if (link.dataset.export) query.set("format", link.dataset.export);
    link.search = query;
  });

  // [data-with-query] goes with whatever the list shows at this moment, not with what it showed when it was drawn.
  const here = (address) => address.split("?")[0] + location.search;
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.matches("[data-with-query]")) event.detail.path = here(event.detail.path);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-with-query]")) event.target.action = here(event.target.action);
  });
  // Empty fields are left out of an address.
  document.addEventListener("formdata", ({ target, formData }) => {
    if (!target.matches("form[method=get][data-clean-query]")) return;
    for (const name of new Set(formData.keys())) {
      const values = formData.getAll(name).filter((value) => value !== "");
      formData.delete(name);
      for (const value of values) formData.append(name, value);
    }
  });
})();
