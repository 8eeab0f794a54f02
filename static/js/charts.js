// Draws every [data-chart] figure from its JSON: {labels, series: [{label, values, color?, links?}], format?, currency?,
// stacked?, links?}. Links go to the list behind a point, on click and in the table of figures.
(() => {
  const COLORS = ["blue", "green", "orange", "purple", "teal", "pink", "yellow", "indigo", "red", "cyan"];
  const root = document.documentElement;
  const css = (name) => getComputedStyle(root).getPropertyValue(`--tblr-${name}`).trim();

  // Tabler's colours are expressions (color-mix, var): only painting one tells its red, green, blue and alpha.
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const probe = document.createElement("span");
  const ink = (name, alpha = 1) => {
    probe.hidden = true;
    probe.style.color = `var(--tblr-${name})`;
    document.body.append(probe);
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = getComputedStyle(probe).color;
    paint.fillRect(0, 0, 1, 1);
    probe.remove();
    const [red, green, blue, opacity] = paint.getImageData(0, 0, 1, 1).data;
    return `rgba(${red}, ${green}, ${blue}, ${(opacity / 255) * alpha})`;
  };
  const drawn = new Map();
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  const formatter = ({ format = "number", currency = "EUR", digits = 0 }) => {
    const options = { maximumFractionDigits: format === "integer" ? 0 : 1 };
    if (format === "currency") Object.assign(options, { style: "currency", currency, maximumFractionDigits: digits });
    if (format === "percent") options.style = "percent";
    const number = new Intl.NumberFormat(root.lang, options);
    return (value) => (value === null || value === undefined ? "–" : number.format(value));
  };
  const linkOf = (data, series, index) => series?.links?.[index] || data.links?.[index] || "";

  const datasets = (data, kind) =>
    data.series.map((series, place) => {
      const name = series.color || COLORS[place % COLORS.length];
      const color = ink(name);
      const set = { label: series.label, data: series.values, borderColor: color, backgroundColor: color };
      if (kind === "line") {
        Object.assign(set, { backgroundColor: ink(name, 0.13), fill: data.series.length === 1, tension: 0.3, borderWidth: 2 });
        Object.assign(set, { pointRadius: data.labels.length > 40 ? 0 : 2, pointHitRadius: 12 });
      } else if (kind === "bar") {
        Object.assign(set, { borderRadius: 3, maxBarThickness: 36 });
      } else {
        const slices = series.values.map((_, index) => ink(data.colors?.[index] || COLORS[index % COLORS.length]));
        Object.assign(set, { backgroundColor: slices, borderColor: ink("bg-surface"), borderWidth: 2 });
      }
      return set;
    });

  const options = (data, kind, horizontal) => {
    const show = formatter(data);
    const round = kind === "doughnut" || kind === "pie";
    const grey = ink("secondary");
    const value = {
      beginAtZero: true,
      stacked: Boolean(data.stacked),
      ticks: { color: grey, precision: data.digits || 0, maxTicksLimit: 6, callback: (tick) => show(tick) },
      grid: { color: ink("border-color") },
      border: { display: false },
    };
    const category = {
      stacked: Boolean(data.stacked),
      ticks: { color: grey, maxRotation: 0, autoSkip: !horizontal, autoSkipPadding: 16 },
      grid: { display: false },
    };
    return {
      responsive: true,
      maintainAspectRatio: false,
      animation: calm ? false : { duration: 300 },
      indexAxis: horizontal ? "y" : "x",
      interaction: { mode: round ? "nearest" : "index", axis: horizontal ? "y" : "x", intersect: round },
      scales: round ? {} : horizontal ? { x: value, y: category } : { x: category, y: value },
      plugins: {
        legend: {
          display: round || data.series.length > 1,
          position: round ? "right" : "bottom",
          labels: { color: ink("body-color"), usePointStyle: true, boxHeight: 7 },
        },
        tooltip: { callbacks: { label: (item) => `${round ? item.label : item.dataset.label}: ${show(item.raw)}` } },
      },
      onClick: (event, points) => {
        const point = points[0];
        const link = point && linkOf(data, data.series[point.datasetIndex], point.index);
        if (link) location.assign(link);
      },
      onHover: (event, points) => {
        const point = points[0];
        const link = point && linkOf(data, data.series[point.datasetIndex], point.index);
        event.native.target.style.cursor = link ? "pointer" : "default";
      },
    };
  };

  const cell = (tag, text, link) => {
    const element = document.createElement(tag);
    if (link) {
      const anchor = document.createElement("a");
      Object.assign(anchor, { href: link, textContent: text });
      element.append(anchor);
    } else {
      element.textContent = text;
    }
    return element;
  };
  const fillTable = (table, data) => {
    const show = formatter(data);
    const head = document.createElement("thead");
    const body = document.createElement("tbody");
    const top = document.createElement("tr");
    top.append(cell("td", ""), ...data.series.map((series) => cell("th", series.label)));
    head.append(top);
    data.labels.forEach((label, index) => {
      const row = document.createElement("tr");
      row.append(cell("th", label));
      for (const series of data.series) row.append(cell("td", show(series.values[index]), linkOf(data, series, index)));
      body.append(row);
    });
    table.querySelectorAll("thead, tbody").forEach((part) => part.remove());
    table.append(head, body);
  };

  const draw = (figure) => {
    const canvas = figure.querySelector("canvas");
    const data = JSON.parse(document.getElementById(`${canvas.id}-data`).textContent);
    const horizontal = figure.dataset.kind === "hbar";
    const kind = horizontal ? "bar" : figure.dataset.kind;
    drawn.get(canvas)?.destroy();
    const some = data.series.some((series) => series.values.some((value) => value));
    figure.classList.toggle("is-empty", !some);
    if (!some) return;
    Chart.defaults.font.family = css("font-sans-serif") || "sans-serif";
    drawn.set(canvas, new Chart(canvas, { type: kind, data: { labels: data.labels, datasets: datasets(data, kind) }, options: options(data, kind, horizontal) }));
    fillTable(figure.querySelector("table"), data);
  };
  const drawAll = () => {
    for (const [canvas, chart] of drawn) {
      if (canvas.isConnected) continue;
      chart.destroy();
      drawn.delete(canvas);
    }
    document.querySelectorAll("[data-chart]").forEach(draw);
  };

  document.addEventListener("DOMContentLoaded", drawAll);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.querySelector?.("[data-chart]") || event.target.matches?.("[data-chart]")) drawAll();
  });
  new MutationObserver(drawAll).observe(root, { attributes: true, attributeFilter: ["data-bs-theme"] });
})();
