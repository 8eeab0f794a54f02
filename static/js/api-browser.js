// Forms of the browsable API: sends the JSON as typed, with the method of the button, and shows the answer below.
(() => {
  const { csrf } = document.currentScript.dataset;
  const show = (status, text, failed) => {
    const box = document.getElementById("api-answer");
    const badge = document.getElementById("api-status");
    box.hidden = false;
    badge.textContent = status;
    badge.className = `badge ms-auto ${failed ? "bg-red-lt" : "bg-green-lt"}`;
    document.getElementById("api-body").textContent = text;
    box.scrollIntoView({ block: "nearest" });
  };
  const pretty = (text) => {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  };
  const send = async (form, method) => {
    const headers = { Accept: "application/json", "X-CSRFToken": csrf };
    const body = form.elements.body?.value;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const buttons = form.querySelectorAll("button");
    buttons.forEach((button) => (button.disabled = true));
    try {
      const response = await fetch(form.action, { method, headers, body, credentials: "same-origin" });
      show(`${response.status} ${response.statusText}`, pretty(await response.text()), !response.ok);
    } catch (error) {
      show("–", error.message, true);
    } finally {
      buttons.forEach((button) => (button.disabled = false));
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-api-form]");
    if (!form) return;
    event.preventDefault();
    send(form, event.submitter.dataset.method);
  });
})();
