// data-copy="#selector" copies that element's value or text, data-copy-text="…" the text itself.
(() => {
  const fallback = (text) => {
    // navigator.clipboard is missing on plain http addresses other than localhost.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("copy refused"));
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-copy-text]");
    if (!button) return;
    const source = button.dataset.copy ? document.querySelector(button.dataset.copy) : null;
    const text = source ? (source.value ?? source.textContent.trim()) : button.dataset.copyText;
    const copied = navigator.clipboard ? navigator.clipboard.writeText(text).catch(() => fallback(text)) : fallback(text);
    copied.then(
      () => window.webox.toast({ level: "success", message: window.webox.text("copied") }),
      () => source?.select?.(),
    );
  });
})();
