"use strict";
(() => {
  const rows = JSON.parse(document.getElementById("data").textContent);
  const get = id => document.getElementById(id);
  const list = get("list"), body = get("body"), ROW = 36, MARGIN = 12;
  const money = value => value === null || value === undefined ? "—"
    : (value / 1e6).toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const rate = value => value === null || value === undefined ? "—" : `${value.toFixed(2)}%`;
  const figure = place => row => row.figures.length ? row.figures[place] : null;
  const count = place => row => row.counts.length ? row.counts[place] : null;
  const columns = [
    { head: "部门", value: row => row.department, width: 17, link: true },
    { head: "年度", value: row => row.year, width: 6, show: value => value ?? "不明" },
    { head: "分组", value: row => row.group, width: 8, shown: rows.some(row => row.group) },
    { head: "收入合计", value: figure(0), show: money, width: 9, number: true },
    { head: "支出合计", value: figure(1), show: money, width: 9, number: true },
    { head: "一般公共预算支出", value: figure(2), show: money, width: 13, number: true },
    { head: "预算完成率", value: figure(3), show: rate, width: 9, number: true },
    { head: "三公经费", value: figure(4), show: money, width: 8, number: true },
    { head: "错误", value: count(0), width: 6, number: true, level: "error" },
    { head: "疑点", value: count(1), width: 6, number: true, level: "warning" },
    { head: "提示", value: count(2), width: 6, number: true },
    { head: "主要问题", value: row => row.told[0] ?? "", width: 20 },
    { head: "笔记本", value: row => row.notebook, width: 6, notebook: true },
  ].filter(column => column.shown !== false);
  const collator = new Intl.Collator("zh-CN", { numeric: true });
  let visible = rows, sorted = null, falling = false, selected = null, drawn = "";

  const href = (row, file) => [...row.folder.split("/"), file].map(encodeURIComponent).join("/");
  const make = (tag, text, className) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  };
  const link = (row, file, text) => {
    const anchor = make("a", text);
    anchor.href = href(row, file);
    return anchor;
  };

  function cell(row, column) {
    const value = column.value(row), td = make("td", undefined, column.number ? "n" : "");
    if (column.link) td.append(link(row, row.page, value));
    else if (column.notebook) { if (value) td.append(link(row, value, "打开")); }
    else {
      td.textContent = column.show ? column.show(value) : value ?? "—";
      if (column.level && value !== null) td.classList.add(value ? column.level : "zero");
    }
    td.title = td.textContent;
    return td;
  }

  function line(row, place) {
    const tr = make("tr", undefined, row.counts.length ? "row" : "row failed");
    tr.dataset.place = place;
    tr.setAttribute("aria-rowindex", place + 2);
    tr.setAttribute("aria-selected", row === selected);
    tr.append(...columns.map(column => cell(row, column)));
    return tr;
  }

  function gap(height) {
    const tr = make("tr", undefined, "gap"), td = make("td");
    tr.setAttribute("aria-hidden", "true");
    td.colSpan = columns.length;
    td.style.height = `${height}px`;
    tr.append(td);
    return tr;
  }

  // Only the rows that can be seen are in the page; two gaps keep the height of the others.
  function draw(force) {
    const first = Math.max(0, Math.floor(list.scrollTop / ROW) - MARGIN);
    const last = Math.min(visible.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + MARGIN);
    const now = `${first}-${last}`;
    if (!force && now === drawn) return;
    drawn = now;
    const lines = visible.slice(first, last).map((row, at) => line(row, first + at));
    body.replaceChildren(gap(first * ROW), ...lines, gap((visible.length - last) * ROW));
  }

  const told = row => row.counts.length
    ? (row.counts[0] ? "error" : row.counts[1] ? "warning" : "clean") : "failed";
  const fits = {
    error: row => row.counts[0] > 0,
    warning: row => row.counts[1] > 0,
    clean: row => told(row) === "clean",
    failed: row => told(row) === "failed",
  };
  const text = row => row.text ??= [row.department, row.file, row.group, row.year, ...row.told].join("\n").toLowerCase();

  function choose() {
    const words = get("query").value.toLowerCase().split(/\s+/).filter(Boolean);
    const year = get("year").value, group = get("group").value, result = fits[get("result").value];
    visible = rows.filter(row => (!year || String(row.year ?? "") === year) && (!group || row.group === group)
      && (!result || result(row)) && words.every(word => text(row).includes(word)));
    if (sorted) order();
    get("shown").textContent = visible.length === rows.length ? `${rows.length} 份` : `${visible.length} / ${rows.length} 份`;
    get("table").setAttribute("aria-rowcount", visible.length + 1);
    list.scrollTop = 0;
    draw(true);
  }

  function order() {
    const sign = falling ? -1 : 1, value = sorted.value;
    visible.sort((one, other) => {
      const a = value(one), b = value(other);
      if (a === null || b === null || a === undefined || b === undefined) return (a ?? null) === null ? ((b ?? null) === null ? 0 : 1) : -1;
      return sign * (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(a, b));
    });
  }

  function sortBy(column) {
    falling = sorted === column ? !falling : Boolean(column.number);
    sorted = column;
    for (const [place, th] of [...get("head").children].entries())
      th.setAttribute("aria-sort", columns[place] !== column ? "none" : falling ? "descending" : "ascending");
    choose();
  }

  function show(row) {
    selected = row;
    const detail = get("detail"), items = make("ul"), links = make("p");
    items.append(...row.told.filter(Boolean).map(message => make("li", message)));
    links.append(link(row, row.page, row.counts.length ? "打开网页" : "打开说明"), "　", row.notebook ? link(row, row.notebook, "打开笔记本") : "");
    detail.replaceChildren(make("h2", `${row.department}　${row.year ?? "年度不明"}`),
      make("p", `来源文件：${row.file}` + (row.scanned ? `　其中 ${row.scanned} 页由扫描识别` : "")), links, items);
    detail.hidden = false;
    draw(true);
  }

  function options(id, values) {
    get(id).append(...[...new Set(values)].filter(value => value !== null && value !== "").sort(collator.compare)
      .map(value => Object.assign(make("option", value), { value })));
  }

  get("head").append(...columns.map(column => {
    const th = make("th", undefined, column.number ? "n" : ""), button = make("button", column.head);
    th.style.width = `${column.width}%`;
    th.scope = "col";
    button.type = "button";
    button.addEventListener("click", () => sortBy(column));
    th.append(button);
    return th;
  }));
  options("year", rows.map(row => row.year));
  options("group", rows.map(row => row.group));
  get("group-label").hidden = !rows.some(row => row.group);
  const sum = place => rows.reduce((whole, row) => whole + (row.counts[place] ?? 0), 0);
  const failed = rows.filter(fits.failed).length;
  get("summary").textContent = `共 ${rows.length} 份报告` + (failed ? `，${failed} 份没有做成` : "")
    + `；错误 ${sum(0)}，疑点 ${sum(1)}，提示 ${sum(2)}`;
  for (const id of ["query", "year", "group", "result"]) get(id).addEventListener("input", choose);
  get("tools").addEventListener("submit", event => event.preventDefault());
  list.addEventListener("scroll", () => draw(false), { passive: true });
  addEventListener("resize", () => draw(true));
  body.addEventListener("click", event => {
    const tr = event.target.closest("tr.row");
    if (tr && !event.target.closest("a")) show(visible[tr.dataset.place]);
  });
  choose();
  document.documentElement.dataset.ready = Math.round(performance.now());
})();
