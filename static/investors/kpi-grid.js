// The grid of KPIs like a spreadsheet: arrows, Tab, Enter and Escape; type to edit; paste a block; undo the last change.
// What is typed is shown at once and saved one change after the other; a refused change goes back.
(() => {
  const { htmx, webox } = window;
  const CELL = "#kpi-table tbody td:not(.kpi-sum)";
  const MOST = 1000000;
  let queue = Promise.resolve();
  let last = null; // the last change: [{id, before, after}]
  let leaves = false; // Escape was pressed: the next Tab leaves the grid
  const skipped = new Set(); // cells the server has drawn anew while they were being edited

  const table = () => document.getElementById("kpi-table");
  const isWritable = () => Boolean(table()?.dataset.url);
  const text = (name) => table().dataset[`text${name}`];
  const say = (words) => {
    document.getElementById("kpi-live").textContent = words;
  };
  const warn = (words) => webox.toast({ level: "warning", message: words });
  const cellOf = (element) => element?.closest?.(CELL);
  const rowsOf = () => [...table().tBodies[0].rows];
  const cellsOf = (row) => [...row.cells].filter((cell) => cell.matches(CELL));
  const placeOf = (cell) => ({ row: rowsOf().indexOf(cell.parentElement), column: cellsOf(cell.parentElement).indexOf(cell) });
  const at = (row, column) => {
    const found = rowsOf()[row];
    return found && cellsOf(found)[column];
  };
  const valueOf = (cell) => cell.querySelector("a").textContent;
  const manualOf = (cell) => (cell.dataset.manual === "" ? null : Number(cell.dataset.manual));
  const isLocked = (cell) => cell.classList.contains("is-locked");

  // Only one cell is a stop of the Tab key; arrows go to the others.

  const dress = (cell) => {
    cell.tabIndex = -1;
    cell.querySelector("a").tabIndex = -1;
  };
  const activate = (cell) => {
    for (const old of table().querySelectorAll("td[tabindex='0']")) old.tabIndex = -1;
    cell.tabIndex = 0;
  };
  const focus = (cell) => {
    if (!cell) return false;
    activate(cell);
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  };
  const step = (cell, down, right) => {
    const { row, column } = placeOf(cell);
    return focus(at(row + down, column + right));
  };
  // As Tab goes: on to the next row after December, and back.
  const beside = (cell, way) => {
    const { row, column } = placeOf(cell);
    return at(row, column + way) || at(row + way, way > 0 ? 0 : 11);
  };

  // Saving

  const send = (changes) =>
    new Promise((resolve) => {
      const asker = table();
      const done = (event) => {
        if (event.detail.elt !== asker) return;
        document.removeEventListener("htmx:afterRequest", done);
        resolve(event.detail.xhr.status === 200 && !/^\s*<!doctype/i.test(event.detail.xhr.responseText));
      };
      document.addEventListener("htmx:afterRequest", done);
      const cells = changes.map(({ id, before, after, isUndo }) => {
        const [investor, month] = id.slice(1).split("-").map(Number);
        return isUndo ? [investor, month, after, before] : [investor, month, after];
      });
      const { url, year, number, search } = asker.dataset;
      const values = { year, number, search, cells: JSON.stringify(cells) };
      htmx.ajax("POST", url, { source: asker, target: asker, swap: "none", values });
    });
  const remember = (changes) => {
    last = changes;
    const button = document.getElementById("kpi-undo");
    if (button) button.hidden = !last;
  };
  const save = (changes, words) => {
    const old = changes.map(({ id, before }) => [id, before, document.getElementById(id).innerHTML]);
    for (const { id, after } of changes) {
      const cell = document.getElementById(id);
      cell.classList.add("is-saving");
      // What is typed next is compared with this, whether or not it is saved yet.
      cell.dataset.manual = after ?? "";
      if (after !== null) cell.querySelector("a").textContent = after;
    }
    queue = queue.then(async () => {
      if (!table()) return;
      const isSaved = await send(changes);
      if (isSaved) {
        remember(changes[0].isUndo ? null : changes);
        say(words);
        return;
      }
      for (const [id, before, html] of old) {
        const cell = document.getElementById(id);
        if (!cell) continue;
        cell.classList.remove("is-saving");
        cell.dataset.manual = before ?? "";
        cell.innerHTML = html;
        dress(cell);
      }
    });
  };
  const undo = () => {
    if (!last) return;
    const back = last.map(({ id, before, after }) => ({ id, before: after, after: before, isUndo: true }));
    if (back.every(({ id }) => document.getElementById(id))) save(back, text("Undone"));
  };
  const set = (cell, after) => {
    if (after === manualOf(cell)) return;
    save([{ id: cell.id, before: manualOf(cell), after }], text("Saved"));
  };

  // “1 200” and “4,0” are whole numbers too. undefined: no number.
  const read = (typed) => {
    const plain = typed.trim().replace(/[\s\u00a0\u202f]/g, "").replace(/[.,]0+$/, "");
    if (plain === "" || plain === "–" || plain === "-") return null;
    return /^\d+$/.test(plain) && Number(plain) <= MOST ? Number(plain) : undefined;
  };

  // Editing

  const edit = (cell, typed) => {
    if (!isWritable()) return;
    if (isLocked(cell)) return void warn(text("Locked"));
    const input = document.createElement("input");
    Object.assign(input, { className: "kpi-input", inputMode: "numeric", maxLength: 12, value: typed ?? cell.dataset.manual });
    input.setAttribute("aria-label", cell.querySelector("a").textContent);
    cell.append(input);
    input.focus();
    if (typed === undefined) input.select();
  };
  // What was typed is kept: false when it is no number.
  const commit = (input) => {
    const cell = cellOf(input);
    const value = read(input.value);
    if (value === undefined) {
      warn(text("Number"));
      return false;
    }
    close(input, false);
    set(cell, value);
    return true;
  };
  const close = (input, isCancelled) => {
    const cell = cellOf(input);
    input.dataset.closed = "1";
    input.remove();
    if (skipped.delete(cell.id) && isCancelled) document.body.dispatchEvent(new CustomEvent("kpisChanged"));
  };
  const inInput = (event, input) => {
    const cell = cellOf(input);
    if (event.key === "Escape") {
      event.preventDefault();
      close(input, true);
      focus(cell);
      return;
    }
    const ways = { Enter: [event.shiftKey ? -1 : 1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    if (event.key !== "Tab" && !ways[event.key]) return;
    event.preventDefault();
    if (!commit(input)) return;
    const goal = event.key === "Tab" ? focus(beside(cell, event.shiftKey ? -1 : 1)) : step(cell, ...ways[event.key]);
    if (!goal) focus(cell);
  };

  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const inCell = (event, cell) => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey) {
      if (key.toLowerCase() === "z" && !event.shiftKey && last) {
        event.preventDefault();
        undo();
      }
      return;
    }
    if (event.altKey) return;
    if (MOVES[key]) step(cell, ...MOVES[key]);
    else if (key === "Home" || key === "End") focus(at(placeOf(cell).row, key === "Home" ? 0 : 11));
    else if (key === "Enter" && !isWritable()) cell.querySelector("a").click();
    else if (key === "Enter" || key === "F2") edit(cell);
    else if (key === " ") cell.querySelector("a").click();
    else if (key === "Delete" || key === "Backspace") {
      if (isWritable() && isLocked(cell)) warn(text("Locked"));
      else if (isWritable()) set(cell, null);
    } else if (/^\d$/.test(key)) edit(cell, key);
    else if (key === "Escape") leaves = true;
    else if (key !== "Tab" || leaves || !focus(beside(cell, event.shiftKey ? -1 : 1))) return;
    if (key !== "Escape") leaves = false;
    event.preventDefault();
  };
  document.addEventListener("keydown", (event) => {
    if (event.target.matches(".kpi-input")) inInput(event, event.target);
    else if (event.target.matches(CELL)) inCell(event, event.target);
  });
  document.addEventListener("focusout", (event) => {
    const input = event.target;
    if (!input.matches?.(".kpi-input") || input.dataset.closed) return;
    setTimeout(() => {
      if (input.isConnected && document.activeElement !== input && !commit(input)) close(input, true);
    });
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(CELL)) activate(event.target);
  });

  // The mouse: a click on the number shows what is behind it, a click beside it chooses the cell, two edit it.

  document.addEventListener("click", (event) => {
    const cell = cellOf(event.target);
    if (event.target.closest("#kpi-undo")) undo();
    if (!cell || event.target.matches(".kpi-input")) return;
    const link = event.target.closest("a");
    if (!link) return void focus(cell);
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    focus(cell);
    htmx.ajax("GET", link.getAttribute("href"), { source: cell, target: "#modal" });
  });
  document.addEventListener("dblclick", (event) => {
    const cell = cellOf(event.target);
    if (cell && !event.target.closest("a, input")) edit(cell);
  });

  // The clipboard: its events come to where the selection is, which need not be the chosen cell.

  const chosen = () => document.activeElement?.matches(CELL) && document.activeElement;
  document.addEventListener("copy", (event) => {
    if (!chosen() || !getSelection().isCollapsed) return;
    event.clipboardData.setData("text/plain", valueOf(chosen()));
    event.preventDefault();
  });
  document.addEventListener("paste", (event) => {
    const cell = chosen();
    if (!cell || !isWritable()) return;
    event.preventDefault();
    const lines = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
    const start = placeOf(cell);
    const changes = [];
    for (const [down, line] of lines.entries()) {
      for (const [right, typed] of line.split("\t").entries()) {
        const goal = at(start.row + down, start.column + right);
        const after = read(typed);
        if (!goal) return void warn(text("Outside"));
        if (after === undefined) return void warn(text("Number"));
        const stands = isLocked(goal) ? Number(valueOf(goal)) : manualOf(goal);
        if (after === stands) continue;
        if (isLocked(goal)) return void warn(text("Locked"));
        changes.push({ id: goal.id, before: manualOf(goal), after });
      }
    }
    if (changes.length) save(changes, text("Pasted").replace("%(number)s", changes.length));
  });

  // What comes from the server

  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const cell = event.detail.target;
    if (!cell.matches?.(CELL) || !cell.querySelector(".kpi-input")) return;
    event.detail.shouldSwap = false;
    skipped.add(cell.id);
  });
  let place = null; // where the keyboard was when the cell was drawn anew
  document.addEventListener("htmx:beforeSwap", () => {
    place = document.activeElement?.matches?.(CELL) ? document.activeElement.id : null;
  });
  const setUp = () => {
    if (!table()) return;
    table().setAttribute("role", "grid");
    table().setAttribute("aria-describedby", "kpi-help");
    table().setAttribute("aria-readonly", String(!isWritable()));
    for (const cell of document.querySelectorAll(CELL)) if (!cell.hasAttribute("tabindex")) dress(cell);
    const cell = place && document.getElementById(place);
    if (cell && document.activeElement === document.body) focus(cell);
    if (!table().querySelector("td[tabindex='0']")) document.querySelector(CELL).tabIndex = 0;
  };
  document.addEventListener("DOMContentLoaded", setUp);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "kpi-grid") remember(null);
    setUp();
  });
  document.addEventListener("htmx:oobAfterSwap", setUp);
})();
