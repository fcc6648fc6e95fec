
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (name, text) => { const element = document.createElement(name); if (text !== undefined) element.textContent = text; return element; };
  const WIDEST = 5;

  // The beads of two columns, whichever of the two stands on the left.
  const duosOf = (data) => data.map(([one, other, beads]) => {
    const by = [new Map(), new Map()];
    beads.forEach((bead, place) => { for (const side of [0, 1]) for (const s of bead[side]) by[side].set(s, place); });
    return { columns: [one, other], beads, by };
  });

  const workspace = (work) => {
    const sheet = work.closest(".sheet"), panesBox = work.querySelector(".panes");
    const duos = duosOf(JSON.parse(sheet.querySelector("script[type='application/json']").textContent));
    const panes = all(".pane", work).map((root, column) => ({
      root, column, prose: root.querySelector(".prose"), paragraphs: all("p", root),
      sentences: new Map(all(".s", root).map((s) => [Number(s.dataset.s), s])),
    }));
    const gutters = panes.slice(1).map((pane) => {
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.classList.add("ribbons"); svg.setAttribute("aria-hidden", "true");
      pane.root.before(svg);
      return svg;
    });
    const tray = work.querySelector(".tray");
    let shown = work.dataset.shown.split(" ").map(Number), leader = null, current = null, claim = null;

    const side = (left, right) => {
      for (const duo of duos) for (const at of [0, 1]) if (duo.columns[at] === left && duo.columns[1 - at] === right) return { duo, at };
      return null;
    };
    const partner = (pane, s, other) => {
      const found = side(pane.column, other.column), place = found?.duo.by[found.at].get(s);
      return place === undefined ? null : { bead: found.duo.beads[place], at: found.at, place, duo: found.duo };
    };
    const extent = (pane, numbers) => {
      const boxes = numbers.map((s) => pane.sentences.get(s)).filter(Boolean).map((s) => s.getBoundingClientRect());
      return boxes.length ? [Math.min(...boxes.map((b) => b.top)), Math.max(...boxes.map((b) => b.bottom))] : null;
    };
    // Where a bead that has no sentence on a side would stand: below the sentence that its neighbour is linked to.
    const gap = (pane, s, other, found) => {
      const { duo, at } = found;
      for (let before = s - 1; before >= 0; before -= 1) {
        const bead = duo.beads[duo.by[at].get(before)];
        if (bead && bead[1 - at].length && !bead[2]) { const box = extent(other, bead[1 - at]); return box ? [box[1], box[1]] : null; }
      }
      const first = other.paragraphs[0]?.getBoundingClientRect();
      return first ? [first.top, first.top] : null;
    };
    // Paragraphs stand in order: the first in view is found by halving, so that long texts cost no more than short ones.
    const inView = (pane) => {
      const frame = pane.prose.getBoundingClientRect(), list = pane.paragraphs, top = Math.max(frame.top, 0), bottom = Math.min(frame.bottom, innerHeight);
      let low = 0, high = list.length;
      while (low < high) { const middle = (low + high) >> 1; if (list[middle].getBoundingClientRect().bottom < top) low = middle + 1; else high = middle; }
      const found = [];
      for (; low < list.length && list[low].getBoundingClientRect().top <= bottom; low += 1)
        for (const s of all(".s", list[low])) { const box = s.getBoundingClientRect(); if (box.bottom >= top && box.top <= bottom) found.push(Number(s.dataset.s)); }
      return found;
    };

    const ribbon = (svg, top, one, other, kind, place) => {
      const width = svg.clientWidth, half = width / 2, [a, b, c, d] = [one[0] - top, one[1] - top, other[0] - top, other[1] - top];
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", `M0,${a} C${half},${a} ${half},${c} ${width},${c} V${d} C${half},${d} ${half},${b} 0,${b} Z`);
      path.setAttribute("class", kind); path.dataset.link = String(place);
      svg.append(path);
    };
    const draw = () => {
      panes.slice(1).forEach((right, place) => {
        const svg = gutters[place]; svg.replaceChildren();
        const before = shown.filter((column) => column < right.column).at(-1);
        if (svg.hasAttribute("hidden") || before === undefined || !svg.clientWidth) return;
        const left = panes[before], found = side(left.column, right.column);
        if (!found) return;
        const { duo, at } = found, top = svg.getBoundingClientRect().top, places = new Set();
        for (const s of inView(left)) places.add(duo.by[at].get(s));
        for (const s of inView(right)) places.add(duo.by[1 - at].get(s));
        for (const number of places) {
          const bead = duo.beads[number];
          if (!bead || (!bead[0].length || !bead[1].length) && !isProse(bead[at].length ? left : right, bead[at].length ? bead[at] : bead[1 - at])) continue;
          const [mine, theirs] = [bead[at], bead[1 - at]];
          const one = mine.length ? extent(left, mine) : gap(right, theirs[0], left, { duo, at: 1 - at });
          const other = theirs.length ? extent(right, theirs) : gap(left, mine[0], right, { duo, at });
          if (!one || !other) continue;
          const near = current && ((current.pane === left && mine.includes(current.s)) || (current.pane === right && theirs.includes(current.s)));
          ribbon(svg, top, one, other, (mine.length && theirs.length ? (bead[2] ? "moved" : "linked") : "alone") + (near ? " near" : ""), number);
        }
      });
    };
    let isAsked = false;
    const redraw = () => { if (!isAsked) { isAsked = true; requestAnimationFrame(() => { isAsked = false; draw(); }); } };

    const follow = (pane) => {
      const height = pane.prose.clientHeight, middle = pane.prose.getBoundingClientRect().top + height * 0.4;
      const visible = inView(pane);
      for (const column of shown) {
        const other = panes[column];
        if (other === pane) continue;
        let best = null, least = Infinity;
        for (const s of visible) {
          const found = partner(pane, s, other);
          if (!found || found.bead[2] || !found.bead[0].length || !found.bead[1].length) continue;
          const box = extent(pane, found.bead[found.at]), off = box[0] > middle ? box[0] - middle : Math.max(0, middle - box[1]);
          if (off < least) { least = off; best = { found, box }; }
        }
        if (!best) continue;
        const theirs = extent(other, best.found.bead[1 - best.found.at]);
        if (!theirs) continue;
        const share = Math.min(1, Math.max(0, (middle - best.box[0]) / Math.max(1, best.box[1] - best.box[0])));
        other.prose.scrollTop += theirs[0] + share * (theirs[1] - theirs[0]) - (best.box[0] + share * (best.box[1] - best.box[0]));
      }
    };

    // A dateline, a byline or a credit line needs no partner: only sentences without one are told.
    const isProse = (pane, numbers) => numbers.some((s) => pane.sentences.get(s)?.matches(".kind-body, .kind-title"));
    // Marks say what is linked in the pair beside: the tones of beads belong to the versions that are shown.
    const tone = () => {
      for (const column of shown) {
        const pane = panes[column], at = shown.indexOf(column);
        const near = [shown[at - 1], shown[at + 1]].filter((other) => other !== undefined).map((other) => panes[other]);
        for (const [s, element] of pane.sentences) {
          const found = near.map((other) => partner(pane, s, other)).filter(Boolean);
          element.classList.toggle("alone", isProse(pane, [s]) && found.length > 0 && found.every((item) => !item.bead[0].length || !item.bead[1].length));
          element.classList.toggle("moved", found.some((item) => item.bead[2]));
        }
      }
    };

    // A mark belongs to claims; it shows those that the rail shows, so that versions left out colour nothing.
    const claims = new Map(all("[data-for]", work).map((item) => [item.dataset.for, item]));
    const marks = all("mark[data-ids]", work).map((mark) => ({ mark, kept: mark.className.split(" ").filter((name) => !["info", "minor", "major", "credit", "agent", "foreign"].includes(name)), was: mark.className, ids: mark.dataset.ids.split(" ") }));
    const mend = () => {
      for (const { mark, kept, was, ids } of marks) {
        const items = ids.map((id) => claims.get(id)).filter(Boolean), seen = items.filter((item) => !item.closest("[hidden]"));
        mark.className = seen.length === items.length ? was : [...new Set([...kept, ...seen.map((item) => item.dataset.tone)])].join(" ");
        mark.classList.toggle("off", items.length > 0 && !seen.length);
      }
    };
    const show = (columns) => {
      shown = columns.slice().sort((one, other) => one - other);
      for (const pane of panes) {
        const isShown = shown.includes(pane.column);
        pane.root.hidden = !isShown;
        if (pane.column) gutters[pane.column - 1].toggleAttribute("hidden", !isShown || shown[0] === pane.column);
      }
      for (const chip of all(".chip", work)) chip.setAttribute("aria-pressed", String(shown.includes(Number(chip.dataset.toggle))));
      for (const group of all(".group", work)) {
        const columns = group.dataset.cols.split(" ").map(Number);
        const isNear = columns.every((column) => shown.includes(column)) && (columns.length < 2 || Math.abs(shown.indexOf(columns[0]) - shown.indexOf(columns[1])) === 1);
        group.hidden = panes.length > 1 && !isNear;
      }
      for (const link of all("[data-show]", sheet)) link.toggleAttribute("aria-current", link.dataset.show.split(" ").map(Number).sort((a, b) => a - b).join() === shown.join());
      panesBox.classList.toggle("wide", shown.length > 2);
      mend(); tone(); redraw();
    };

    const say = (pane, s) => {
      tray.replaceChildren();
      tray.hidden = false;
      const close = make("button", "Close"); close.type = "button"; close.addEventListener("click", clear);
      const list = make("dl");
      for (const column of shown) {
        const other = panes[column], found = other === pane ? null : partner(pane, s, other);
        const numbers = other === pane ? [s] : found ? found.bead[1 - found.at] : [];
        const term = make("dt"), name = make("bdi", other.root.querySelector("h3 bdi").textContent);
        term.append(name, found && numbers.length ? ` · alike ${found.bead[3]} %${found.bead[2] ? ", moved" : ""}` : "");
        const text = make("dd", numbers.map((number) => other.sentences.get(number)?.textContent ?? "").join(" ") || "no partner found");
        text.dir = "auto"; text.lang = numbers.length ? other.prose.lang : "en";
        list.append(term, text);
      }
      tray.append(close, list);
    };
    const clear = () => {
      for (const item of all(".on, .near")) item.classList.remove("on", "near");
      current = null; claim = null; tray.hidden = true; redraw();
    };
    const centre = (pane, element) => {
      const frame = pane.prose.getBoundingClientRect(), box = element.getBoundingClientRect();
      if (pane.prose.scrollHeight > pane.prose.clientHeight + 1) pane.prose.scrollTop += box.top - frame.top - frame.height * 0.4;
      else element.scrollIntoView({ block: "center" });
    };
    // Paragraphs out of sight have an estimated height: a place is reached when what comes into sight has been laid out.
    const settle = (move, times = 4) => { move(); redraw(); if (times > 1) requestAnimationFrame(() => settle(move, times - 1)); };
    // Bring the partner of a sentence to the height of that sentence.
    const bring = (other, pane, s) => {
      for (let near = other === pane ? -1 : s; near >= Math.max(0, s - 20); near -= 1) {
        const found = partner(pane, near, other), theirs = found && extent(other, found.bead[1 - found.at]);
        if (!theirs) continue;
        other.prose.scrollTop += theirs[0] - pane.sentences.get(near).getBoundingClientRect().top;
        return;
      }
    };
    const pick = (pane, s, isFollowed) => {
      clear();
      const element = pane.sentences.get(s);
      if (!element) return;
      current = { pane, s };
      element.classList.add("on");
      for (const column of shown) {
        const other = panes[column], found = other === pane ? null : partner(pane, s, other);
        if (found) for (const number of found.bead[1 - found.at]) other.sentences.get(number)?.classList.add("on");
      }
      const ids = new Set(all("[data-ids]", element).flatMap((mark) => mark.dataset.ids.split(" ")));
      const items = all("[data-for]", work).filter((item) => ids.has(item.dataset.for) && !item.closest("[hidden]"));
      for (const item of items) item.classList.add("on");
      items[0]?.scrollIntoView({ block: "nearest" });
      leader = null;
      settle(() => {
        if (isFollowed) centre(pane, element);
        for (const column of shown) bring(panes[column], pane, s);
      });
      if (panes.length > 1) say(pane, s);
      redraw();
    };
    const jump = (id, cols) => {
      if (cols?.length && !cols.every((column) => shown.includes(column))) show(cols.length > 1 ? cols : [...shown.slice(0, WIDEST - 1), ...cols]);
      clear();
      const marks = all(`[data-ids~="${CSS.escape(id)}"]`, work).filter((mark) => !mark.closest("[hidden]"));
      claim = id;
      for (const mark of marks) mark.classList.add("on");
      for (const item of all(`[data-for="${CSS.escape(id)}"]`, work)) { item.classList.add("on"); item.scrollIntoView({ block: "nearest" }); }
      if (!marks.length) return;
      if (panes.length > 1 && work.getBoundingClientRect().top > innerHeight * 0.2 || work.getBoundingClientRect().bottom < innerHeight * 0.4) work.scrollIntoView({ block: "start" });
      leader = null;
      const first = new Map();
      for (const mark of marks) { const pane = panes.find((item) => item.root.contains(mark)); if (!first.has(pane)) first.set(pane, mark); }
      const [pane] = first.keys(), s = Number(first.get(pane).closest(".s").dataset.s);
      settle(() => {
        for (const [own, mark] of first) centre(own, mark);
        for (const column of shown) if (!first.has(panes[column])) bring(panes[column], pane, s);
      });
    };

    const hover = (event, isOver) => {
      const element = event.target.closest(".s"), pane = element && panes.find((item) => item.root.contains(element));
      if (!pane || panes.length < 2) return;
      const s = Number(element.dataset.s);
      element.classList.toggle("near", isOver);
      for (const column of shown) {
        const found = column === pane.column ? null : partner(pane, s, panes[column]);
        if (!found) continue;
        for (const number of found.bead[1 - found.at]) panes[column].sentences.get(number)?.classList.toggle("near", isOver);
        const at = Math.max(shown.indexOf(column), shown.indexOf(pane.column));
        if (Math.abs(shown.indexOf(column) - shown.indexOf(pane.column)) === 1)
          for (const path of all(`path[data-link="${found.place}"]`, gutters[shown[at] - 1])) path.classList.toggle("near", isOver);
      }
    };
    const step = (by) => {
      const items = all("[data-for]", work).filter((item) => !item.closest("[hidden]"));
      const at = items.findIndex((item) => item.dataset.for === claim), next = items[at < 0 ? (by > 0 ? 0 : items.length - 1) : at + by];
      if (next) next.querySelector("[data-claim]").focus(), jump(next.dataset.for);
    };
    const keys = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
      if (event.key === "n" || event.key === "p") { event.preventDefault(); step(event.key === "n" ? 1 : -1); return; }
      if (event.key === "Escape") { clear(); return; }
      const pane = panes.find((item) => item.prose === event.target);
      if (!pane || !event.key.startsWith("Arrow") || panes.length < 2) return;
      event.preventDefault();
      const numbers = [...pane.sentences.keys()], own = current && current.pane === pane ? current.s : null;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const at = own === null ? numbers.indexOf(inView(pane)[0] ?? numbers[0]) - (event.key === "ArrowDown" ? 1 : 0) : numbers.indexOf(own);
        const next = numbers[at + (event.key === "ArrowDown" ? 1 : -1)];
        if (next !== undefined) pick(pane, next, true);
        return;
      }
      const other = panes[shown[shown.indexOf(pane.column) + (event.key === "ArrowRight" ? 1 : -1)]];
      if (!other) return;
      const found = own === null ? null : partner(pane, own, other);
      other.prose.focus({ preventScroll: true });
      other.root.scrollIntoView({ block: "nearest", inline: "nearest" });
      const target = found?.bead[1 - found.at][0] ?? inView(other)[0];
      if (target !== undefined) pick(other, target, true);
    };

    for (const pane of panes) {
      for (const name of ["pointerenter", "wheel", "touchstart", "focusin"]) pane.prose.addEventListener(name, () => { leader = pane; }, { passive: true });
      pane.prose.addEventListener("scroll", () => { if (leader === pane) follow(pane); redraw(); }, { passive: true });
    }
    panesBox.addEventListener("mouseover", (event) => hover(event, true));
    panesBox.addEventListener("mouseout", (event) => hover(event, false));
    panesBox.addEventListener("scroll", redraw, { passive: true });
    work.addEventListener("keydown", keys);
    sheet.addEventListener("click", (event) => {
      const link = event.target.closest("[data-claim]"), pair = event.target.closest("[data-show]"), chip = event.target.closest("[data-toggle]"), s = event.target.closest(".s");
      if (link) { event.preventDefault(); const cols = (link.closest("[data-cols]")?.dataset.cols ?? link.hash.split("-").at(-1)).split(" ").map(Number); jump(link.dataset.claim, cols); }
      else if (pair) { event.preventDefault(); clear(); show(pair.dataset.show.split(" ").map(Number)); work.scrollIntoView({ block: "start" }); work.focus({ preventScroll: true }); }
      else if (chip) { const column = Number(chip.dataset.toggle); const next = shown.includes(column) ? shown.filter((item) => item !== column) : [...shown, column]; if (next.length) { clear(); show(next); } }
      else if (s && !String(getSelection())) pick(panes.find((item) => item.root.contains(s)), Number(s.dataset.s), false);
    });
    addEventListener("scroll", redraw, { passive: true });
    new ResizeObserver(redraw).observe(panesBox);
    if (panes.length > 1) {
      work.classList.add("live"); show(shown);
      for (const { prose, paragraphs } of panes) {
        const inLine = Math.max(10, (prose.clientWidth - 36) / (/^(zh|ja|ko)/.test(prose.lang) ? 15.5 : 7.6));
        for (const p of paragraphs) p.style.containIntrinsicBlockSize = `auto ${Math.round(25.6 * (Math.ceil(p.textContent.length / inLine) + 1))}px`;
      }
    }
  };

  for (const work of all(".work")) workspace(work);
})();
