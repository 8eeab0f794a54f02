// AI. The page of a draft: what was looked at counts as read, characters are counted while one types, and after an edit
// the fields whose problems changed and the frames that show the draft are loaded again.
(() => {
  const READING = 700;

  // Read: the pointer rests on a field, or its button is pressed.
  let timer;
  document.addEventListener("pointerover", (event) => {
    const field = event.target.closest?.(".ai-field.is-marked");
    if (!field || event.pointerType === "touch" || field.contains(event.relatedTarget)) return;
    clearTimeout(timer);
    timer = setTimeout(() => field.isConnected && field.querySelector("[data-ai-read]")?.requestSubmit(), READING);
  });
  document.addEventListener("pointerout", (event) => {
    const field = event.target.closest?.(".ai-field.is-marked");
    if (field && !field.contains(event.relatedTarget)) clearTimeout(timer);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, successful } = event.detail;
    if (!successful || !elt.matches?.("[data-ai-read]")) return;
    const field = elt.closest(".ai-field");
    const hadFocus = elt.contains(document.activeElement);
    field.classList.remove("is-marked");
    field.querySelector(".ai-dot")?.remove();
    elt.remove();
    if (hadFocus) field.querySelector("[data-ai-edit]")?.focus();
  });

  // Characters as people count them: an emoji is one.
  const letters = (text) => [...text].length;
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-ai-input]")) return;
    const count = event.target.form?.querySelector(".ai-count");
    if (!count) return;
    const length = letters(event.target.value.trim());
    const { limit, softLimit } = count.dataset;
    count.querySelector("[data-ai-length]").textContent = length;
    count.classList.toggle("is-over", Boolean(limit) && length > Number(limit));
    count.classList.toggle("is-long", Boolean(softLimit) && length > Number(softLimit) && !(limit && length > Number(limit)));
  });

  // Settings: a model, its address and its key are asked for where there is one.
  const connections = () => {
    for (const row of document.querySelectorAll("[data-ai-connection]")) {
      const { value } = row.querySelector("[data-ai-provider] select");
      const isModel = value !== "" && value !== "offline";
      for (const part of row.children) part.hidden = !isModel && !("aiProvider" in part.dataset);
    }
  };
  document.addEventListener("DOMContentLoaded", connections);
  document.addEventListener("change", (event) => event.target.closest("[data-ai-provider]") && connections());

  // Under the pencil
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.(".ai-field.is-editing");
    if (!form) return;
    if (event.key === "Escape") form.querySelector("[data-ai-cancel]").click();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  let pencil = "";
  const path = (element) => element.closest("[data-ai-path]")?.dataset.aiPath;
  document.addEventListener("htmx:afterSettle", (event) => {
    const field = event.detail.elt;
    if (!field.matches?.("[data-ai-path]")) return;
    const input = field.querySelector("[data-ai-input], .form-control, .form-select, .form-check-input");
    if (field.matches(".is-editing")) {
      pencil = path(field);
      input?.focus();
      if (input?.matches("textarea")) input.style.height = `${Math.min(input.scrollHeight + 4, 560)}px`;
    } else if (pencil === path(field)) {
      pencil = "";
      field.querySelector("[data-ai-edit]")?.focus();
    }
  });

  // A problem leads to its field, also where a part of the draft is folded.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".ai-problem-list a[href^='#']");
    let fold = link && document.getElementById(link.hash.slice(1))?.closest("details");
    for (; fold; fold = fold.parentElement.closest("details")) fold.open = true;
  });

  // A frame put in anew has no history: the Back button still leaves the page.
  const reload = (frame) => frame.replaceWith(frame.cloneNode());
  document.addEventListener("draftChanged", (event) => {
    for (const each of event.detail.paths) {
      const field = document.querySelector(`.ai-field:not(.is-editing)[data-ai-path="${CSS.escape(each)}"]`);
      if (field?.dataset.aiUrl) htmx.ajax("GET", field.dataset.aiUrl, { target: field, swap: "outerHTML" });
    }
    document.querySelectorAll("iframe[data-ai-frame]").forEach(reload);
  });
})();
