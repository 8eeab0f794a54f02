// form[data-upload]: files dropped on it or chosen are sent one after the other, each with its progress; then whatever
// listens to documentsChanged is fetched anew. Without this script the form sends them all and loads the page.
(() => {
  const line = (form, file) => {
    const item = document.createElement("li");
    item.className = "d-flex flex-wrap align-items-center gap-2 mt-2";
    const name = document.createElement("span");
    name.className = "flex-fill text-break";
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.className = "progress upload-progress";
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    item.append(name, bar);
    form.querySelector("[data-upload-list]").append(item);
    const end = (text, tone) => {
      const said = document.createElement("span");
      said.className = `text-${tone}`;
      said.textContent = text;
      bar.replaceWith(said);
    };
    return { bar, end };
  };

  const send = (form, file) =>
    new Promise((done) => {
      const { bar, end } = line(form, file);
      const finish = (text, tone) => {
        end(text, tone);
        done();
      };
      if (file.size > Number(form.dataset.uploadMost)) return finish(form.dataset.uploadTooLarge, "danger");
      const body = new FormData();
      for (const field of form.querySelectorAll("input[type=hidden]")) body.append(field.name, field.value);
      body.append("file", file);
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => {
        // The last step is the server's, which reads the file: a bar without a value moves by itself.
        if (event.loaded < event.total) bar.value = event.loaded / event.total;
        else bar.removeAttribute("value");
      });
      request.addEventListener("load", () => {
        const message = request.response?.message || form.dataset.uploadFailed;
        finish(message, request.status === 201 ? "success" : "danger");
      });
      request.addEventListener("error", () => finish(form.dataset.uploadFailed, "danger"));
      request.send(body);
    });

  for (const form of document.querySelectorAll("form[data-upload]")) {
    const input = form.querySelector("input[type=file]");
    form.querySelector("[data-upload-submit]").hidden = true;
    let queue = Promise.resolve();
    const take = (files) => {
      for (const file of files) queue = queue.then(() => send(form, file));
      queue = queue.then(() => window.htmx.trigger(document.body, "documentsChanged"));
    };
    input.addEventListener("change", () => {
      take([...input.files]);
      input.value = "";
    });
    for (const name of ["dragenter", "dragover"]) {
      form.addEventListener(name, (event) => {
        event.preventDefault();
        form.classList.add("upload-over");
      });
    }
    for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("upload-over"));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      take([...event.dataTransfer.files]);
    });
  }
})();
