
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const [ID, LANGUAGE, PUBLISHED, TITLE, CHARACTERS, STATE, ORIGINAL, MACHINE, FAMILY, INFO, MINOR, MAJOR, LINE, DUPLICATES] = Array(14).keys();
  const { documents, families, failures, languages, names, states } = data;
  const count = new Intl.NumberFormat("en");
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) key in element && key !== "list" ? (element[key] = value) : element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const bdi = (text) => make("bdi", {}, text);
  const tag = (place) => (place < 0 ? "" : languages[place]);
  const share = (value) => (value >= 0.995 ? ">.99" : value < 0.005 ? "<.01" : value.toFixed(2).replace(/^0/, ""));
  const words = (name) => name.replace(/(?<!^re)[-_]/g, " ");
  const compare = new Intl.Collator("en", { numeric: true }).compare;
  // Folded once: a search in 100,000 rows at each key stroke must not lower-case them all again.
  const folded = new Map();
  const haystack = (rows, text) => { if (!folded.has(rows)) folded.set(rows, rows.map((row) => text(row).toLowerCase())); return folded.get(rows); };
  const dialog = document.getElementById("detail");

  const button = (text, action, className = "") => { const element = make("button", { type: "button", className }, bdi(text)); element.addEventListener("click", action); return element; };
  const facts = (pairs) => make("dl", { className: "facts" }, ...pairs.filter(([, value]) => value !== "" && value !== null).flatMap(([term, value]) => [make("dt", {}, term), make("dd", {}, value instanceof Node ? value : bdi(String(value)))]));
  const open = (title, ...parts) => {
    const close = button("Close", () => dialog.close(), "close");
    dialog.replaceChildren(close, make("h2", { id: "detail-title" }, bdi(title)), ...parts);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0; close.focus();
  };
  const openDocument = (place) => {
    const row = documents[place], named = (at) => (at < 0 ? "not known" : `${names[at]} (${languages[at]})`);
    const parts = [facts([
      ["title", row[TITLE]], ["language", named(row[LANGUAGE])], ["chain starts in", named(row[ORIGINAL])], ["published", row[PUBLISHED]],
      ["characters", count.format(row[CHARACTERS])], ["credits say", states[row[STATE]]], ["by machine", row[MACHINE] || "nothing says so"],
      ["findings", `${row[MAJOR]} major, ${row[MINOR]} minor, ${row[INFO]} info`],
      ["family", row[FAMILY] < 0 ? "none" : button(families[row[FAMILY]][0], () => openFamily(row[FAMILY]), "open")],
      ["record", data.pages ? make("a", { href: `records/${String(Math.floor(row[LINE] / 1000)).padStart(3, "0")}/${String(row[LINE]).padStart(6, "0")}.html` }, "open its page") : `line ${count.format(row[LINE] + 1)} of records.jsonl`],
    ])];
    if (row[DUPLICATES].length) parts.push(make("h3", {}, `Exactly this text, too (${row[DUPLICATES].length})`), make("ul", {}, ...row[DUPLICATES].map((name) => make("li", {}, bdi(name)))));
    open(row[ID], ...parts);
  };
  const version = (label, place) => (place < 0 ? bdi(label) : button(documents[place][ID], () => openDocument(place), "open"));
  const openFamily = (place) => {
    const [id, members, confidence, undetermined, steps, pairs] = families[place];
    const parts = [facts([["versions at hand", members.length], ["chain as a whole", share(confidence)], ["undetermined", undetermined]])];
    if (steps.length) parts.push(make("h3", {}, "Who comes from whom"), make("ul", {}, ...steps.map(([parent, child, from, to, kind, sure, basis]) =>
      make("li", {}, version(child, to), ` is a ${words(kind)} of `, version(parent, from), ` · ${share(sure)} · ${basis}`))));
    parts.push(make("h3", {}, "Members"), make("ul", {}, ...members.map((member) => make("li", {}, version("", member), ` · ${tag(documents[member][LANGUAGE])} · `, bdi(documents[member][TITLE])))));
    if (pairs.length) parts.push(make("h3", {}, "Compared"), make("ul", {}, ...pairs.map(([one, other, verdict, sure]) =>
      make("li", {}, version("", one), " ⇄ ", version("", other), ` · ${words(verdict)} · ${share(sure)}`))));
    open(`Family ${id}`, ...parts);
  };

  // A list: searched, filtered, sorted and shown a page at a time; only the rows of that page are in the document.
  const list = (name, rows, columns, text, filters = []) => {
    const section = document.querySelector(`[data-list="${name}"]`);
    if (!section) return null;
    const head = section.querySelector("thead"), body = section.querySelector("tbody"), tools = section.querySelector(".tools"), pager = section.querySelector(".pager");
    let order = { column: -1, isDown: false }, page = 0, size = 50, found = rows.map((_, place) => place), extra = null;
    const search = make("input", { type: "search", autocomplete: "off", spellcheck: false });
    const label = (words, control) => make("label", {}, words, control);
    tools.append(label("search", search));
    const selects = filters.map(([words, values, test]) => {
      const select = make("select", {}, make("option", { value: "" }, "all"), ...values.map(([value, shown]) => make("option", { value }, shown)));
      select.addEventListener("change", () => update());
      tools.append(label(words, select));
      return { select, test };
    });
    const reset = button("Show all", () => { search.value = ""; extra = null; for (const { select } of selects) select.value = ""; update(); });
    tools.append(reset);
    const update = () => {
      const needles = search.value.toLowerCase().split(/\s+/).filter(Boolean), stack = needles.length ? haystack(rows, text) : null;
      found = [];
      for (let place = 0; place < rows.length; place += 1) {
        if (stack && !needles.every((needle) => stack[place].includes(needle))) continue;
        if (extra && !extra(rows[place])) continue;
        if (selects.every(({ select, test }) => select.value === "" || test(rows[place], select.value))) found.push(place);
      }
      if (order.column >= 0) {
        const key = columns[order.column].key, sign = order.isDown ? -1 : 1, keys = new Map(found.map((place) => [place, key(rows[place])]));
        found.sort((one, other) => { const [a, b] = [keys.get(one), keys.get(other)]; return sign * (typeof a === "number" ? a - b : compare(a, b)) || one - other; });
      }
      page = 0; show();
    };
    const show = () => {
      reset.disabled = found.length === rows.length;
      head.replaceChildren(make("tr", {}, ...columns.map((column, place) => {
        const cell = make("th", { scope: "col", className: column.isNumber ? "count" : "" });
        const isBy = order.column === place, sort = button(column.title + (isBy ? (order.isDown ? " ↓" : " ↑") : ""), () => { order = { column: place, isDown: isBy ? !order.isDown : Boolean(column.isNumber) }; update(); head.querySelectorAll("button")[place].focus(); });
        if (isBy) cell.setAttribute("aria-sort", order.isDown ? "descending" : "ascending");
        cell.append(sort);
        return cell;
      })));
      body.replaceChildren(...found.slice(page * size, (page + 1) * size).map((place) => make("tr", {}, ...columns.map((column) => {
        const value = column.show(rows[place], place);
        return make("td", { className: column.isNumber ? "count" : column.isNarrow ? "narrow" : "" }, value instanceof Node ? value : bdi(String(value)));
      }))));
      const last = Math.max(0, Math.ceil(found.length / size) - 1);
      const go = (words, target, isOff) => { const element = button(words, () => { page = target; show(); }); element.disabled = isOff; return element; };
      const sizes = make("select", { ariaLabel: `${name} on a page` }, ...[50, 100, 500].map((value) => make("option", { value, selected: value === size }, `${value} a page`)));
      sizes.addEventListener("change", () => { page = Math.floor(page * size / Number(sizes.value)); size = Number(sizes.value); show(); });
      const told = make("span", { role: "status" }, found.length ? `${count.format(page * size + 1)}–${count.format(Math.min(found.length, (page + 1) * size))} of ${count.format(found.length)}` : "nothing fits");
      pager.replaceChildren(go("First", 0, page === 0), go("Back", page - 1, page === 0), told, go("Next", page + 1, page >= last), go("Last", last, page >= last), sizes);
    };
    let timer = 0;
    search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(update, rows.length > 5000 ? 180 : 0); });
    show();
    return { only: (test) => { search.value = ""; for (const { select } of selects) select.value = ""; extra = test; update(); section.scrollIntoView(); section.querySelector(".tools button").focus({ preventScroll: true }); } };
  };

  const findings = (row) => {
    const box = make("span");
    for (const [at, tone] of [[MAJOR, "major"], [MINOR, "minor"], [INFO, "info"]]) if (row[at]) box.append(make("span", { className: `pill ${tone}` }, `${row[at]} ${tone}`), " ");
    return box;
  };
  const tagged = (at) => languages.map((name, place) => [place, `${names[place]} (${name})`]).filter(([place]) => documents.some((row) => row[at] === place)).sort((one, other) => compare(one[1], other[1])).map(([place, words]) => [String(place), words]);
  const all = list("documents", documents, [
    { title: "document", key: (row) => row[ID], show: (row, place) => button(row[ID], () => openDocument(place), "open") },
    { title: "title", key: (row) => row[TITLE], show: (row) => row[TITLE] },
    { title: "language", key: (row) => tag(row[LANGUAGE]), show: (row) => tag(row[LANGUAGE]), isNarrow: true },
    { title: "starts in", key: (row) => tag(row[ORIGINAL]), show: (row) => tag(row[ORIGINAL]), isNarrow: true },
    { title: "credits", key: (row) => states[row[STATE]], show: (row) => states[row[STATE]], isNarrow: true },
    { title: "machine", key: (row) => row[MACHINE], show: (row) => row[MACHINE], isNarrow: true },
    { title: "findings", key: (row) => row[MAJOR] * 1e6 + row[MINOR] * 1e3 + row[INFO], show: findings, isNumber: true },
    { title: "published", key: (row) => row[PUBLISHED], show: (row) => row[PUBLISHED].slice(0, 10), isNarrow: true },
    { title: "characters", key: (row) => row[CHARACTERS], show: (row) => count.format(row[CHARACTERS]), isNumber: true },
  ], (row) => `${row[ID]} ${row[TITLE]} ${row[DUPLICATES].join(" ")}`, [
    ["language", tagged(LANGUAGE), (row, value) => row[LANGUAGE] === Number(value)],
    ["starts in", [["-1", "not known"], ...tagged(ORIGINAL)], (row, value) => row[ORIGINAL] === Number(value)],
    ["credits", states.map((name, place) => [String(place), name]), (row, value) => row[STATE] === Number(value)],
    ["machine", [["declared", "declared"], ["inferred", "inferred"], ["-", "neither"]], (row, value) => (row[MACHINE] || "-") === value],
    ["findings", [["major", "major"], ["minor", "minor or major"], ["any", "any"]], (row, value) => row[MAJOR] + (value === "major" ? 0 : row[MINOR]) + (value === "any" ? row[INFO] : 0) > 0],
  ]);
  const spoken = (family) => [...new Set(family[1].map((member) => tag(documents[member][LANGUAGE])))].sort();
  list("families", families, [
    { title: "family", key: (row) => row[0], show: (row, place) => button(row[0], () => openFamily(place), "open"), isNarrow: true },
    { title: "first title", key: (row) => documents[row[1][0]][TITLE], show: (row) => documents[row[1][0]][TITLE] || documents[row[1][0]][ID] },
    { title: "languages", key: (row) => spoken(row).join(" "), show: (row) => spoken(row).join(" ") },
    { title: "versions", key: (row) => row[1].length, show: (row) => count.format(row[1].length), isNumber: true },
    { title: "steps", key: (row) => row[4].length, show: (row) => count.format(row[4].length), isNumber: true },
    { title: "sure", key: (row) => row[2], show: (row) => share(row[2]), isNumber: true },
    { title: "undetermined", key: (row) => (row[3] ? 1 : 0), show: (row) => (row[3] ? "undetermined" : ""), isNarrow: true },
  ], (row) => [row[0], ...row[1].flatMap((member) => [documents[member][ID], documents[member][TITLE]]), ...row[4].flatMap((step) => [step[0], step[1]])].join(" "), [
    ["chain", [["yes", "determined"], ["no", "undetermined"]], (row, value) => (row[3] ? "no" : "yes") === value],
  ]);
  list("failures", failures, ["document", "stage", "error", "what to do"].map((title, at) => ({ title, key: (row) => row[at], show: (row) => row[at] })), (row) => row.join(" "));
  for (const cell of document.querySelectorAll("[data-source]")) cell.addEventListener("click", () => {
    const { source, target } = cell.dataset;
    const is = (at, wanted, row) => wanted === "…" || tag(row[at]) === wanted;
    all?.only((row) => is(ORIGINAL, source, row) && is(LANGUAGE, target, row));
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
})();
