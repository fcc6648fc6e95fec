
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const runsOf = (panel, id) => all(`[data-ids~="${CSS.escape(id)}"]`, panel);
  const idsOf = (run) => run.dataset.ids.split(" ");

  const choose = (panel, id, follow) => {
    for (const item of all(".on")) item.classList.remove("on");
    const runs = runsOf(panel, id);
    for (const run of runs) run.classList.add("on");
    for (const item of all(`[data-for="${CSS.escape(id)}"]`, panel)) {
      item.classList.add("on");
      if (follow !== "text") item.scrollIntoView({ block: "nearest" });
    }
    if (follow === "text" && runs.length) runs[0].scrollIntoView({ block: "center" });
  };

  const hover = (panel, run, isOver) => {
    const general = idsOf(run)[0];
    for (const other of runsOf(panel, general)) other.classList.toggle("near", isOver);
    for (const path of all(`path[data-link="${CSS.escape(general)}"]`, panel)) path.classList.toggle("near", isOver);
  };

  const ribbon = (svg, left, right, link, isMoved) => {
    const width = svg.clientWidth, top = svg.getBoundingClientRect().top;
    const [a, b, c, d] = [left.top - top, left.bottom - top, right.top - top, right.bottom - top];
    const half = width / 2;
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", `M0,${a} C${half},${a} ${half},${c} ${width},${c} V${d} C${half},${d} ${half},${b} 0,${b} Z`);
    path.dataset.link = link;
    if (isMoved) path.classList.add("moved");
    svg.append(path);
  };

  const boxes = (column) => {
    const found = new Map();
    for (const run of all("[data-ids]", column)) {
      if (run.classList.contains("place")) continue;
      const link = idsOf(run)[0], box = run.getBoundingClientRect(), old = found.get(link);
      const isMoved = run.classList.contains("moved");
      if (old) { old.top = Math.min(old.top, box.top); old.bottom = Math.max(old.bottom, box.bottom); }
      else found.set(link, { top: box.top, bottom: box.bottom, isMoved });
    }
    return found;
  };

  const draw = (panel) => {
    const svg = panel.querySelector(".ribbons");
    if (!svg || panel.hidden || !svg.clientWidth) return;
    svg.replaceChildren();
    const [one, other] = all(".text", panel).map(boxes);
    for (const [link, box] of one) if (other.has(link)) ribbon(svg, box, other.get(link), link, box.isMoved);
  };

  for (const panel of all(".panel")) {
    panel.addEventListener("mouseover", (event) => { const run = event.target.closest("[data-ids]"); if (run) hover(panel, run, true); });
    panel.addEventListener("mouseout", (event) => { const run = event.target.closest("[data-ids]"); if (run) hover(panel, run, false); });
    panel.addEventListener("click", (event) => {
      const claim = event.target.closest("[data-claim]"), run = event.target.closest("[data-ids]");
      if (claim) { event.preventDefault(); choose(panel, claim.dataset.claim, "text"); }
      else if (run) choose(panel, idsOf(run).at(-1), "rail");
    });
    draw(panel);
    new ResizeObserver(() => draw(panel)).observe(panel);
  }

  for (const tabs of all(".tabs")) {
    const buttons = all("button", tabs);
    const show = (id) => {
      for (const button of buttons) {
        button.setAttribute("aria-pressed", String(button.dataset.panel === id));
        document.getElementById(button.dataset.panel).hidden = button.dataset.panel !== id;
      }
      draw(document.getElementById(id));
    };
    for (const button of buttons) button.addEventListener("click", () => show(button.dataset.panel));
    show(buttons[0].dataset.panel);
  }
})();
