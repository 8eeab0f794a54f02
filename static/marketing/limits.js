// Counts each line of a field as the platform does, while somebody types: textarea[data-limit-soft|hard].
(() => {
  const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/gu;
  const FIELDS = "textarea[data-limit-soft], textarea[data-limit-hard]";

  const lengthOf = (text, wide) => {
    const plain = text.normalize("NFC");
    return [...plain].length + (wide ? (plain.match(WIDE) || []).length : 0);
  };

  const count = (field) => {
    const { limitSoft, limitHard, limitMost, limitWide } = field.dataset;
    const lines = field.value.split("\n").map((line) => line.trim()).filter(Boolean);
    const shown = Number(limitSoft || limitHard);
    const list = field.limits || document.createElement("ol");
    if (!field.limits) {
      list.className = "limit-counts";
      field.after(list);
      field.limits = list;
    }
    list.replaceChildren(...lines.map((line, number) => {
      const item = document.createElement("li");
      const length = lengthOf(line, limitWide !== undefined);
      item.textContent = `${length} / ${shown}`;
      item.classList.toggle("is-long", length > shown);
      const isTooMany = limitMost && number >= Number(limitMost);
      item.classList.toggle("is-over", Boolean(isTooMany || (limitHard && length > Number(limitHard))));
      return item;
    }));
  };

  document.querySelectorAll(FIELDS).forEach(count);
  document.addEventListener("input", (event) => event.target.matches(FIELDS) && count(event.target));
})();
