// A form with data-preview shows what is typed in the frame named by data-preview-frame, without saving it.
(() => {
  const form = document.querySelector("form[data-preview]");
  let frame = form && document.getElementById(form.dataset.previewFrame);
  if (!frame) return;

  const show = () => {
    // A frame put in anew has no history: the Back button still leaves the page.
    const fresh = frame.cloneNode();
    fresh.removeAttribute("src");
    frame.replaceWith(fresh);
    frame = fresh;
    const copy = document.createElement("form");
    copy.method = "post";
    copy.action = form.dataset.preview;
    copy.target = frame.name;
    copy.hidden = true;
    for (const [name, value] of new FormData(form)) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      copy.append(field);
    }
    document.body.append(copy);
    copy.submit();
    copy.remove();
  };

  let timer;
  form.addEventListener("input", (event) => {
    if (!event.target.matches("textarea, select")) return;
    clearTimeout(timer);
    timer = setTimeout(show, 700);
  });
  if (form.querySelector(".is-invalid")) show();
})();
