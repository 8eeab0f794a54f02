// [data-segment-builder]: rules of a segment as rows one can click together. The JSON in its textarea is the truth:
// it is read once, written after every change, and read again when somebody edits it by hand.
(() => {
  const FEW = 8;
  const MODES = { all: ["all"], any: ["any"], none: ["not", "any"], notall: ["not", "all"] };
  let count = 0;

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };
  const options = (pairs, chosen) =>
    pairs.map(([value, label]) => make("option", { value, selected: value === chosen }, label));

  // Between the JSON and what is drawn: {mode, parts} for a group, {field, op, value} for a rule.

  const toModel = (json) => {
    if (typeof json !== "object" || json === null) throw new Error("rules");
    if ("field" in json) return { field: json.field, op: json.op, value: json.value ?? null };
    if (Array.isArray(json.all)) return { mode: "all", parts: json.all.map(toModel) };
    if (Array.isArray(json.any)) return { mode: "any", parts: json.any.map(toModel) };
    if (!("not" in json)) throw new Error("rules");
    const inner = toModel(json.not);
    if (inner.mode === "any") return { mode: "none", parts: inner.parts };
    if (inner.mode === "all") return { mode: "notall", parts: inner.parts };
    return { mode: "none", parts: [inner] };
  };
  const toRoot = (json) => {
    if (!json || Array.isArray(json) || !Object.keys(json).length) return { mode: "all", parts: [] };
    const model = toModel(json);
    return model.mode ? model : { mode: "all", parts: [model] };
  };
  // Every node remembers its place, which is how the server names what is wrong.
  const toJSON = (node, path = "") => {
    node.path = path;
    if (!node.mode) {
      const rule = { field: node.field, op: node.op };
      if (node.value !== null) rule.value = node.value;
      return rule;
    }
    const at = (name) => (path ? `${path}.${name}` : name);
    if (node.mode === "none" && node.parts.length === 1 && !(node.parts[0].mode in { all: 1, any: 1 })) {
      return { not: toJSON(node.parts[0], at("not")) };
    }
    const names = MODES[node.mode];
    const place = at(names.join("."));
    const list = node.parts.map((part, index) => toJSON(part, `${place}[${index}]`));
    return names.reduceRight((inner, name) => ({ [name]: inner }), list);
  };

  class Builder {
    constructor(root) {
      this.root = root;
      this.area = root.querySelector("textarea");
      this.tree = root.querySelector("[data-rules-tree]");
      this.reach = root.querySelector("[data-rules-reach]");
      this.catalogue = JSON.parse(root.querySelector("script[type='application/json']").textContent);
      this.texts = this.catalogue.texts;
      this.fields = new Map(this.catalogue.fields.map((field) => [field.name, field]));
      this.isStrict = this.area.classList.contains("is-invalid");
      if (!this.read()) return;
      this.area.addEventListener("change", (event) => event.isTrusted && this.read());
      root.addEventListener("htmx:afterSwap", (event) => event.target === this.reach && this.mark());
      root.querySelector("[data-rules-start]")?.addEventListener("change", (event) => this.start(event.target));
    }

    read() {
      let json;
      try {
        json = JSON.parse(this.area.value || "{}");
        this.model = toRoot(json);
      } catch {
        this.root.classList.remove("has-tree");
        return false;
      }
      this.root.classList.add("has-tree");
      this.draw();
      return true;
    }

    write() {
      const isEmpty = !this.model.parts.length;
      this.area.value = JSON.stringify(isEmpty ? {} : toJSON(this.model));
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
      this.area.dispatchEvent(new CustomEvent("rulesChanged", { bubbles: true }));
    }

    draw() {
      if (this.model.parts.length) toJSON(this.model);
      this.tree.replaceChildren(this.group(this.model, null));
    }

    async start(select) {
      const segment = this.catalogue.segments.find((known) => String(known.id) === select.value);
      if (!segment) return;
      const question = this.texts.replace;
      const isFree = !this.model.parts.length || (await window.webox.confirm({ question, danger: false }));
      if (isFree) {
        this.model = toRoot(segment.rules);
        this.draw();
        this.write();
      }
      select.value = "";
    }

    // What is drawn anew keeps its place; the caller says where the keyboard goes.
    redraw(node) {
      const old = node.element;
      old.replaceWith(node.mode ? this.group(node, node.parent) : this.rule(node, node.parent));
    }

    group(node, parent) {
      node.parent = parent;
      const { texts } = this;
      const change = (event) => {
        node.mode = event.target.value;
        this.write();
      };
      const mode = make(
        "select",
        { class: "form-select form-select-sm w-auto", "aria-label": texts.mode, on: { change } },
        ...options(Object.keys(MODES).map((name) => [name, texts[name]]), node.mode),
      );
      node.list = make("div", { class: "rules-list" });
      for (const part of node.parts) node.list.append(part.mode ? this.group(part, node) : this.rule(part, node));
      const button = (text, handler, name) =>
        make("button", { type: "button", class: "btn btn-sm", "data-add": name, on: { click: handler } }, `+ ${text}`);
      const remove = parent && this.removal(node, texts.removeGroup);
      const head = make("div", { class: "rules-head" }, mode, make("span", { class: "text-secondary" }, texts.hold), remove);
      const foot = make("div", { class: "btn-list" }, button(texts.addRule, () => this.addRule(node), "rule"));
      if (this.depth(node) < 3) foot.append(button(texts.addGroup, () => this.addGroup(node), "group"));
      const empty = make("p", { class: "text-secondary mb-2 rules-empty" }, texts.everyone);
      node.element = make("div", { class: "rules-group", role: "group", "aria-label": texts.group }, head, node.list, parent ? null : empty, foot);
      return node.element;
    }

    depth(node) {
      return node.parent ? 1 + this.depth(node.parent) : 1;
    }

    removal(node, label) {
      const click = () => this.remove(node);
      return make("button", { type: "button", class: "btn-close rules-remove", "aria-label": label, title: label, on: { click } });
    }

    remove(node) {
      const { parent } = node;
      const index = parent.parts.indexOf(node);
      parent.parts.splice(index, 1);
      node.element.remove();
      // A group without a rule says nothing.
      if (!parent.parts.length && parent.parent) {
        this.remove(parent);
        return;
      }
      const next = parent.parts[Math.min(index, parent.parts.length - 1)];
      (next?.element.querySelector(".rules-remove") || parent.element.querySelector("[data-add]")).focus();
      this.write();
    }

    addRule(node) {
      const rule = this.fresh();
      node.parts.push(rule);
      node.list.append(this.rule(rule, node));
      rule.element.querySelector("select").focus();
      this.write();
    }

    addGroup(node) {
      const group = { mode: node.mode === "any" ? "all" : "any", parts: [this.fresh()] };
      node.parts.push(group);
      node.list.append(this.group(group, node));
      group.element.querySelector("select").focus();
      this.write();
    }

    fresh() {
      const field = this.fields.get("tags") || this.catalogue.fields[0];
      const [op] = this.catalogue.ops[field.kind];
      return { field: field.name, op: op.name, value: this.initial(op.widget) };
    }

    initial(widget) {
      return { boolean: true, days: 30, choices: [], texts: [], times: { times: 1, days: 30 } }[widget] ?? null;
    }

    rule(node, parent) {
      node.parent = parent;
      const { texts } = this;
      const field = this.fields.get(node.field);
      const groups = new Map();
      for (const known of this.catalogue.fields) {
        if (!groups.has(known.group)) groups.set(known.group, make("optgroup", { label: known.group }));
        groups.get(known.group).append(...options([[known.name, known.label]], node.field));
      }
      const pick = make(
        "select",
        { class: "form-select", "aria-label": texts.field, on: { change: (event) => this.setField(node, event.target.value) } },
        ...(field ? [] : [make("option", { value: node.field, selected: true }, `${node.field} ?`)]),
        ...groups.values(),
      );
      const known = field ? this.catalogue.ops[field.kind] : [];
      const op = known.find((each) => each.name === node.op);
      const condition = make(
        "select",
        { class: "form-select", "aria-label": texts.op, on: { change: (event) => this.setOp(node, event.target.value) } },
        ...(op ? [] : [make("option", { value: node.op, selected: true }, `${node.op} ?`)]),
        ...options(known.map((each) => [each.name, each.label]), node.op),
      );
      const value = make("div", { class: "rules-value" }, ...(op ? this.widget(node, field, op.widget) : []));
      const note = make("div", { class: "rules-note small", id: `rules-note-${(count += 1)}` });
      node.element = make(
        "div",
        { class: "rules-rule", role: "group", "aria-label": texts.rule, "aria-describedby": note.id },
        make("div", { class: "rules-field" }, pick),
        make("div", { class: "rules-op" }, condition),
        value,
        this.removal(node, texts.removeRule),
        note,
      );
      return node.element;
    }

    setField(node, name) {
      const before = this.widgetOf(node);
      node.field = name;
      const ops = this.catalogue.ops[this.fields.get(name).kind];
      const op = ops.find((each) => each.name === node.op) || ops[0];
      node.op = op.name;
      // Choices of another field are no choices of this one.
      if (op.widget !== before || ["choices", "times"].includes(op.widget)) node.value = this.initial(op.widget);
      this.redraw(node);
      node.element.querySelector(".rules-field select").focus();
      this.write();
    }

    setOp(node, name) {
      const before = this.widgetOf(node);
      node.op = name;
      const after = this.widgetOf(node);
      if (after !== before) node.value = this.initial(after);
      this.redraw(node);
      node.element.querySelector(".rules-op select").focus();
      this.write();
    }

    widgetOf(node) {
      const field = this.fields.get(node.field);
      return field && this.catalogue.ops[field.kind].find((each) => each.name === node.op)?.widget;
    }

    // The value

    widget(node, field, widget) {
      const set = (value) => {
        node.value = value;
        this.write();
      };
      const { texts } = this;
      switch (widget) {
        case "none":
          return [];
        case "boolean":
          return [this.yesNo(node, set)];
        case "number":
        case "date":
        case "text":
          return [this.input(widget, node.value, set, texts.value)];
        case "days":
          return [this.input("number", node.value, set, texts.days, 1), make("span", {}, texts.days)];
        case "numbers":
        case "dates":
          return this.pair(node, set, widget.slice(0, -1));
        case "texts":
          return [this.chips(field, node.value || [], set, true)];
        case "times":
          return this.times(node, field, set);
        default:
          return [this.choices(field, node.value || [], set)];
      }
    }

    yesNo(node, set) {
      const { texts } = this;
      const change = (event) => set(event.target.value === "yes");
      const pairs = [["yes", texts.yes], ["no", texts.no]];
      return make("select", { class: "form-select", "aria-label": texts.value, on: { change } }, ...options(pairs, node.value ? "yes" : "no"));
    }

    input(type, value, set, label, min) {
      const input = (event) => {
        const text = event.target.value;
        set(text === "" ? null : type === "number" ? Number(text) : text);
      };
      const attributes = { type, class: "form-control", "aria-label": label, min, step: type === "number" && !min ? "any" : null, maxlength: type === "text" ? 1000 : null, autocomplete: "off", on: { input } };
      const element = make("input", attributes);
      element.value = value ?? "";
      return element;
    }

    pair(node, set, type) {
      const both = Array.isArray(node.value) ? [...node.value] : [null, null];
      const part = (index, label) =>
        this.input(type, both[index], (value) => {
          both[index] = value;
          set([...both]);
        }, label);
      return [part(0, this.texts.from), make("span", {}, this.texts.and), part(1, this.texts.to)];
    }

    times(node, field, set) {
      const { texts } = this;
      const value = { ...node.value };
      const put = (name) => (part) => {
        if (part === null || part.length === 0) delete value[name];
        else value[name] = part;
        set({ ...value });
      };
      const within = this.input("number", value.days, put("days"), texts.within, 1);
      within.placeholder = texts.ever;
      const parts = [
        this.input("number", value.times ?? 1, put("times"), texts.times, 1),
        make("span", {}, texts.times),
        make("span", {}, texts.within),
        within,
        make("span", {}, texts.days),
      ];
      if (!field.of) return parts;
      const of = this.choices(field, value.of || [], put("of"), texts.anyone);
      return [...parts, make("span", {}, field.of), of];
    }

    choices(field, value, set, placeholder) {
      const { choices } = field;
      if (choices.length > FEW || !choices.length) return this.chips(field, value, set, false, placeholder);
      const chosen = new Set(value.map(String));
      const pills = choices.map(([key, label]) => {
        const change = (event) => {
          chosen[event.target.checked ? "add" : "delete"](key);
          set(choices.map(([known]) => known).filter((known) => chosen.has(known)));
        };
        const box = make("input", { type: "checkbox", class: "form-selectgroup-input", checked: this.has(chosen, field, key), on: { change } });
        return make("label", { class: "form-selectgroup-item" }, box, make("span", { class: "form-selectgroup-label py-1 px-2" }, label));
      });
      return make("div", { class: "form-selectgroup form-selectgroup-pills", role: "group", "aria-label": this.texts.value }, ...pills);
    }

    // Tags are the same in small letters.
    has(chosen, field, key) {
      if (chosen.has(key)) return true;
      if (field.kind !== "tags") return false;
      const same = [...chosen].find((each) => each.toLowerCase() === key.toLowerCase());
      if (same !== undefined) {
        chosen.delete(same);
        chosen.add(key);
      }
      return same !== undefined;
    }

    chips(field, value, set, isFree, placeholder) {
      const { texts } = this;
      const labels = this.labelsOf(field);
      const keys = new Map([...labels].map(([key, label]) => [label.toLowerCase(), key]));
      let chosen = value.map(String);
      const id = `rules-choices-${(count += 1)}`;
      const list = make("span", { class: "rules-chips" });
      const input = make("input", { type: "text", class: "form-control", list: isFree ? null : id, "aria-label": texts.add, placeholder: placeholder && !chosen.length ? placeholder : texts.add, autocomplete: "off", maxlength: 1000 });
      const draw = () => {
        list.replaceChildren(
          ...chosen.map((key) => {
            const label = labels.get(key) ?? key;
            const click = () => {
              chosen = chosen.filter((each) => each !== key);
              draw();
              input.focus();
              set(chosen);
            };
            const remove = make("button", { type: "button", class: "btn-close ms-1", "aria-label": `${texts.remove} ${label}`, on: { click } });
            return make("span", { class: "badge rules-chip" }, label, remove);
          }),
        );
      };
      const add = () => {
        const text = input.value.trim();
        const key = isFree ? text : keys.get(text.toLowerCase());
        if (!text || key === undefined) return false;
        input.value = "";
        if (!chosen.includes(key)) {
          chosen = [...chosen, key];
          draw();
          set(chosen);
        }
        return true;
      };
      input.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || (event.key === "," && isFree)) {
          event.preventDefault();
          add();
        }
        if (event.key === "Backspace" && !input.value && chosen.length) {
          chosen = chosen.slice(0, -1);
          draw();
          set(chosen);
        }
      });
      // What is picked from the list arrives whole; what is typed is taken when the field is left.
      input.addEventListener("input", (event) => {
        event.stopPropagation();
        if (!isFree && event.inputType !== "insertText" && event.inputType !== "deleteContentBackward") add();
      });
      input.addEventListener("change", add);
      draw();
      const offered = make("datalist", { id }, ...[...labels.values()].map((label) => make("option", { value: label })));
      return make("div", { class: "rules-pick" }, list, input, isFree ? null : offered);
    }

    // {value: label}, two of one label told apart by their number
    labelsOf(field) {
      const seen = new Map();
      for (const [, label] of field.choices) seen.set(label, (seen.get(label) || 0) + 1);
      return new Map(field.choices.map(([key, label]) => [key, seen.get(label) > 1 ? `${label} (#${key})` : label]));
    }

    // What the server says is wrong, at the rule it means

    mark() {
      for (const old of this.tree.querySelectorAll(".rules-note")) old.replaceChildren();
      for (const old of this.tree.querySelectorAll(".rules-wrong")) old.classList.remove("rules-wrong");
      const said = this.reach.querySelector("[data-rule-path]");
      const node = said && this.at(this.model, said.dataset.rulePath);
      if (!node || node.mode) return;
      node.element.classList.toggle("rules-wrong", this.isStrict);
      const note = node.element.querySelector(".rules-note");
      note.className = `rules-note small ${this.isStrict ? "text-danger" : "text-secondary"}`;
      note.textContent = said.dataset.ruleError;
    }

    at(node, path) {
      for (const part of node.parts || []) {
        const rest = path.startsWith(part.path) ? path.slice(part.path.length) : null;
        if (rest !== null && (rest === "" || ".[".includes(rest[0]))) return this.at(part, path);
      }
      return node;
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const root of document.querySelectorAll("[data-segment-builder]")) new Builder(root);
  });
})();
