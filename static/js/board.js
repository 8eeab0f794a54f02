// A pipeline board: cards are moved by mouse, finger, keyboard or menu. What is shown at once is what the server is
// asked for; a card it refuses goes back, and the board shows what is true.
(() => {
  const { webox, htmx, Sortable } = window;
  const { Modal } = window.bootstrap || window.tabler.bootstrap;
  const CARD = ".bcard";
  const shell = document.getElementById("modal-shell");
  const ready = new WeakSet();
  let held = null; // a card in the keyboard's hand: {card, origin}
  let dragged = null; // where the card under the mouse came from, and whether Escape was pressed: {origin, isCancelled}
  let queue = Promise.resolve();

  const board = () => document.getElementById("board");
  const text = (name, values = {}) =>
    board().dataset[`text${name}`].replace(/%\((\w+)\)s/g, (_all, key) => values[key] ?? "");
  const say = (words) => {
    const live = document.getElementById("board-live");
    if (live) live.textContent = words;
  };
  const nameOf = (card) => card.querySelector("a").textContent;
  const columnOf = (card) => card.closest(".board-cards");
  const cardsOf = (column) => [...column.querySelectorAll(`:scope > ${CARD}`)];
  const columns = () => [...document.querySelectorAll(".board-cards")];
  const byStatus = (status) => document.getElementById(`cards-${status}`);
  const isCard = (element) => element?.matches?.(CARD);
  const beside = (card, way) => {
    let next = card[way];
    while (next && !isCard(next)) next = next[way];
    return next;
  };

  // Where a card stands, and putting it there

  const spot = (card) => ({ column: columnOf(card), above: beside(card, "previousElementSibling") });
  const put = (card, { column, above }) => {
    if (above && above.parentElement === column) above.after(card);
    else column.prepend(card);
  };
  const isSame = (one, two) => one.column === two.column && one.above === two.above;
  const placeText = (card) => {
    const column = columnOf(card);
    const cards = cardsOf(column);
    return text("Place", { column: column.dataset.label, place: cards.indexOf(card) + 1, number: cards.length });
  };

  // Only one card is a stop of the Tab key, with what is in it; arrows go to the others.
  const activate = (card) => {
    if (!board().dataset.moveUrl) return;
    for (const old of document.querySelectorAll(`${CARD}[tabindex="0"]`)) {
      for (const part of [old, ...old.querySelectorAll("a, button")]) part.tabIndex = -1;
    }
    for (const part of [card, ...card.querySelectorAll("a, button")]) part.tabIndex = 0;
  };
  const dress = (card) => {
    if (!board().dataset.moveUrl) return;
    if (!card.querySelector(".bcard-move")) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "bcard-move", textContent: "⋮" });
      button.setAttribute("aria-label", text("Move", { name: nameOf(card) }));
      button.setAttribute("aria-haspopup", "dialog");
      card.append(button);
    }
    card.querySelector("a").draggable = false;
    card.setAttribute("aria-describedby", "board-help");
    for (const part of [card, ...card.querySelectorAll("a, button")]) part.tabIndex = -1;
  };

  // Asking the server

  const send = (asker, id, values) =>
    new Promise((resolve) => {
      const url = new URL(board().dataset.moveUrl.replace("/0/", `/${id.slice(1)}/`), location.href);
      url.search = board().dataset.query;
      const done = (event) => {
        if (event.detail.elt !== asker) return;
        document.removeEventListener("htmx:afterRequest", done);
        const { xhr } = event.detail;
        const isAnswer = xhr.status === 200 && xhr.responseText.trimStart().startsWith("<li");
        resolve({ status: isAnswer ? 200 : xhr.status === 200 ? 0 : xhr.status, html: xhr.responseText });
      };
      document.addEventListener("htmx:afterRequest", done);
      htmx.ajax("POST", `${url.pathname}${url.search}`, { source: asker, target: asker, swap: "none", values });
    });

  const refresh = (card, html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const fresh = holder.content.querySelector(CARD);
    card.dataset.stamp = fresh.dataset.stamp;
    if (held?.card === card || card.classList.contains("is-dragged")) return;
    const hadFocus = card.contains(document.activeElement);
    card.className = fresh.className;
    card.replaceChildren(...fresh.childNodes);
    dress(card);
    if (hadFocus) focus(card);
  };
  const reload = (id) => {
    const url = `${location.pathname}${location.search}`;
    return htmx.ajax("GET", url, { target: board().parentElement, swap: "innerHTML" }).then(() => {
      const card = id && document.getElementById(id);
      if (card) focus(card);
    });
  };

  // One after the other: the neighbours of a card may be on their way themselves.
  const moved = async (card, origin) => {
    const goal = spot(card);
    if (isSame(goal, origin)) return;
    const reason = await agreed(card, origin.column.dataset.status, goal.column.dataset.status);
    if (reason === null) {
      back(card, origin);
      return;
    }
    const below = beside(card, "nextElementSibling");
    const values = {
      status: goal.column.dataset.status,
      after: goal.above?.id.slice(1) ?? "",
      before: below?.id.slice(1) ?? "",
      reason,
    };
    card.classList.add("is-saving");
    queue = queue.then(async () => {
      // The board may have been drawn anew meanwhile.
      const asker = document.getElementById(card.id) || board();
      const { status, html } = await send(asker, card.id, { ...values, seen: card.dataset.stamp });
      card.classList.remove("is-saving");
      if (status === 200) {
        if (card.isConnected) refresh(card, html);
        else await reload(card.id);
        say(text("Moved", { name: nameOf(card), column: goal.column.dataset.label }));
      } else {
        back(card, origin);
        if (status === 409 || status === 404) await reload(card.id);
      }
    });
    await queue;
  };
  const back = (card, origin) => {
    if (!card.isConnected) return;
    put(card, origin);
    say(text("Back", { name: nameOf(card) }));
    focus(card);
  };

  // A loss (data-reason) wants its reason, a card that was decided (data-closed) a second thought. null: rather not.
  const agreed = async (card, from, to) => {
    if (from === to) return "";
    if (to === board().dataset.reason) return askReason();
    if (!board().dataset.closed.split(" ").includes(from)) return "";
    const question = text("Reopen", { name: nameOf(card) });
    return (await webox.confirm({ question, button: text("ReopenButton"), danger: false })) ? "" : null;
  };
  const open = (templateId) => {
    const content = document.getElementById("modal");
    content.replaceChildren(document.getElementById(templateId).content.cloneNode(true));
    const size = content.firstElementChild.dataset.modalSize;
    content.parentElement.classList.remove("modal-sm", "modal-lg", "modal-xl");
    content.parentElement.classList.add(`modal-${size}`);
    Modal.getOrCreateInstance(shell).show();
    return content;
  };
  const askReason = () =>
    new Promise((resolve) => {
      const form = open("reason-template").querySelector("form");
      let answer = null;
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        event.stopPropagation();
        const field = form.elements.reason;
        if (!field.value.trim()) {
          field.classList.add("is-invalid");
          field.focus();
          return;
        }
        answer = field.value.trim();
        webox.closeModal();
      });
      shell.addEventListener("hidden.bs.modal", () => resolve(answer), { once: true });
    });

  // The menu: to the top of any column

  const menu = (card) => {
    const content = open("move-template");
    content.querySelector("#modal-title").textContent = text("Move", { name: nameOf(card) });
    const current = content.querySelector(`[data-to="${columnOf(card).dataset.status}"]`);
    current?.classList.add("active");
    current?.setAttribute("aria-current", "true");
    let chosen = null;
    content.addEventListener("click", function choose(event) {
      const button = event.target.closest("[data-to]");
      if (!button) return;
      chosen = button.dataset.to;
      content.removeEventListener("click", choose);
      webox.closeModal();
    });
    shell.addEventListener(
      "hidden.bs.modal",
      () => {
        const origin = spot(card);
        const goal = chosen && byStatus(chosen);
        if (goal && goal !== origin.column) {
          put(card, { column: goal, above: null });
          moved(card, origin);
        }
        focus(card);
      },
      { once: true },
    );
  };

  // The keyboard

  const focus = (card) => {
    activate(card);
    card.focus();
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const side = (column, step) => {
    const all = columns();
    let place = all.indexOf(column) + step;
    while (!held && all[place] && !cardsOf(all[place]).length) place += step;
    return all[place];
  };
  const level = (card, column) => {
    const cards = cardsOf(column);
    return cards[Math.min(cardsOf(columnOf(card)).indexOf(card), cards.length - 1)];
  };
  const ARROWS = {
    ArrowUp: (card) => beside(card, "previousElementSibling"),
    ArrowDown: (card) => beside(card, "nextElementSibling"),
    ArrowLeft: (card) => side(columnOf(card), -1),
    ArrowRight: (card) => side(columnOf(card), 1),
  };
  const shift = (card, key) => {
    const goal = ARROWS[key](card);
    if (!goal) return;
    if (key === "ArrowUp") goal.before(card);
    else if (key === "ArrowDown") goal.after(card);
    else {
      const mate = level(card, goal);
      if (mate) mate.before(card);
      else goal.prepend(card);
    }
    focus(card);
    say(placeText(card));
  };
  const pickUp = (card) => {
    held = { card, origin: spot(card) };
    card.classList.add("is-held");
    say(text("Held", { name: nameOf(card), place: placeText(card) }));
  };
  const letGo = () => {
    const { card, origin } = held;
    held = null;
    card.classList.remove("is-held");
    return { card, origin };
  };
  const drop = () => {
    const { card, origin } = letGo();
    moved(card, origin);
  };
  const cancel = () => {
    const { card, origin } = letGo();
    back(card, origin);
  };

  document.addEventListener("keydown", (event) => {
    const card = event.target;
    if (!isCard(card) || event.ctrlKey || event.metaKey || event.altKey) return;
    const isPick = event.key === " " || event.key === "Enter";
    if (ARROWS[event.key]) {
      event.preventDefault();
      if (held) return void shift(held.card, event.key);
      const goal = ARROWS[event.key](card);
      if (goal) focus(isCard(goal) ? goal : level(card, goal));
    } else if (isPick && board().dataset.moveUrl) {
      event.preventDefault();
      if (held) drop();
      else pickUp(card);
    } else if (event.key === "Escape" && held) {
      event.preventDefault();
      cancel();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && dragged) dragged.isCancelled = true;
  });
  // Whoever goes elsewhere with a card in hand has put it back. Moving it in the page blurs it too, for a moment.
  document.addEventListener("focusout", () => {
    setTimeout(() => {
      if (held && document.activeElement !== held.card && document.hasFocus()) cancel();
    });
  });
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest(CARD);
    if (card && card.getAttribute("tabindex") !== "0") activate(card);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".bcard-move");
    if (button) menu(button.closest(CARD));
  });

  // The mouse and the finger

  const OPTIONS = {
    group: "board",
    draggable: CARD,
    filter: ".bcard-move",
    preventOnFilter: false,
    animation: 120,
    forceFallback: true,
    fallbackOnBody: true,
    fallbackTolerance: 4,
    delay: 180,
    delayOnTouchOnly: true,
    touchStartThreshold: 4,
    scrollSensitivity: 60,
    ghostClass: "is-ghost",
    chosenClass: "is-chosen",
    dragClass: "is-flying",
  };
  const makeSortable = (column) => {
    new Sortable(column, {
      ...OPTIONS,
      onStart: ({ item }) => {
        if (held) cancel();
        dragged = { origin: spot(item), isCancelled: false };
        item.classList.add("is-dragged");
        board().classList.add("is-dragging");
      },
      onEnd: ({ item }) => {
        item.classList.remove("is-dragged");
        board().classList.remove("is-dragging");
        const { origin, isCancelled } = dragged;
        dragged = null;
        activate(item);
        if (isCancelled) back(item, origin);
        else moved(item, origin);
      },
    });
  };

  const setUp = () => {
    if (!board()) return;
    for (const column of columns()) {
      if (!ready.has(column) && board().dataset.moveUrl) makeSortable(column);
      ready.add(column);
      cardsOf(column).forEach((card) => {
        // A card that was moved down may come again with a later page.
        const twins = document.querySelectorAll(`[id="${card.id}"]`);
        if (twins.length > 1) [...twins].slice(0, -1).forEach((twin) => twin.remove());
        if (!ready.has(card)) dress(card);
        ready.add(card);
      });
    }
    const first = document.querySelector(CARD);
    if (first && !document.querySelector(`${CARD}[tabindex="0"]`)) activate(first);
  };
  document.addEventListener("DOMContentLoaded", setUp);
  document.addEventListener("htmx:afterSettle", setUp);
  document.addEventListener("boardChanged", () => queue.then(() => reload()));
})();
