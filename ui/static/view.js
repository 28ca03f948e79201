// The page of one review: filters, search, keys, and the way from a finding to its place in the report.
(() => {
  "use strict";
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const one = (id) => document.getElementById(id);
  const cards = all("#cards .card");
  const search = one("search");
  const off = new Set();

  const sift = () => {
    const word = (search?.value || "").trim().toLowerCase();
    let shown = 0;
    for (const card of cards) {
      const tone = ["error", "warning", "info", "model"].find((name) => card.classList.contains(name));
      const fits = !off.has(tone) && (!word || card.textContent.toLowerCase().includes(word));
      card.hidden = !fits;
      shown += fits;
    }
    for (const group of all("#cards .group")) group.hidden = !all(".card", group).some((card) => !card.hidden);
    const nothing = one("nothing");
    if (nothing) nothing.hidden = shown > 0 || !cards.length;
  };
  for (const button of all(".filter")) {
    button.addEventListener("click", () => {
      const tone = button.dataset.tone;
      off.has(tone) ? off.delete(tone) : off.add(tone);
      button.setAttribute("aria-pressed", String(!off.has(tone)));
      sift();
    });
  }
  search?.addEventListener("input", sift);
  one("others")?.addEventListener("change", (event) => location.assign(event.target.value));

  const panes = { pages: one("pages"), text: one("text") };
  const turn = (name) => {
    if (!panes.pages || !panes.text) return;
    for (const [key, pane] of Object.entries(panes)) {
      pane.hidden = key !== name;
      one(`tab-${key}`).setAttribute("aria-selected", String(key === name));
      one(`tab-${key}`).tabIndex = key === name ? 0 : -1;
    }
  };
  for (const key of ["pages", "text"]) {
    one(`tab-${key}`)?.addEventListener("click", () => turn(key));
    one(`tab-${key}`)?.addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
      const other = key === "pages" ? "text" : "pages";
      turn(other);
      one(`tab-${other}`).focus();
    });
  }

  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const reveal = (element, align = "center") =>
    element.scrollIntoView({ block: align, behavior: still ? "auto" : "smooth" });
  const flash = (elements) => {
    all(".flash").forEach((element) => element.classList.remove("flash"));
    elements.forEach((element) => element.classList.add("flash"));
  };
  const boxes = (anchor) => all(".box", panes.pages || document.createElement("div")).filter((box) => box.dataset.for === anchor);

  // Evidence of an item: its boxes on the page where there are any, else its lit text or cell.
  const choose = (card, wanted) => {
    all('.card[aria-current="true"]').forEach((other) => other.removeAttribute("aria-current"));
    card.setAttribute("aria-current", "true");
    const anchors = [card.id, ...all(".folded", card).map((part) => part.id)];
    const drawn = wanted ? [] : anchors.flatMap(boxes);
    const links = all('.proof a[href^="#"], .proofs a[href^="#"]', card);
    const targets = links.map((link) => one(link.getAttribute("href").slice(1))).filter(Boolean);
    if (drawn.length) {
      turn("pages");
      flash([...drawn, ...targets]);
      reveal(drawn[0]);
    } else if (wanted || targets.length) {
      turn("text");
      flash(wanted ? [wanted] : targets);
      reveal(wanted || targets[0]);
    }
  };
  const toCard = (anchor) => {
    const found = one(anchor);
    const card = found?.closest(".card");
    if (!card) return;
    off.clear();
    all(".filter").forEach((button) => button.setAttribute("aria-pressed", "true"));
    if (search) search.value = "";
    sift();
    found.closest("details")?.setAttribute("open", "");
    reveal(found);
    card.focus({ preventScroll: true });
    choose(card);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) {
      event.preventDefault();
      const anchor = link.getAttribute("href").slice(1);
      const card = link.closest(".card");
      if (card) {
        const box = boxes(card.id).length && !event.target.closest(".refs");
        box && panes.text?.hidden !== false ? choose(card) : choose(card, one(anchor));
      } else {
        toCard(anchor);
      }
      return;
    }
    const card = event.target.closest("#cards .card");
    if (card && !event.target.closest("summary, a, button, form") && !String(getSelection())) choose(card);
  });
  for (const card of cards) card.tabIndex = 0;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
      return;
    }
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    const seen = cards.filter((card) => !card.hidden);
    const here = seen.indexOf(document.activeElement.closest?.(".card"));
    if (event.key === "Enter" && here >= 0) return choose(seen[here]);
    if (!step || !seen.length || (event.key.startsWith("Arrow") && here < 0)) return;
    event.preventDefault();
    const next = seen[Math.min(Math.max(here + step, 0), seen.length - 1)];
    next.focus({ preventScroll: true });
    reveal(next, "nearest");
    choose(next);
  });

  // The surrounding page names a place (a citation of an answer): show it.
  const said = (section, words) => {
    const root = one(section);
    if (!root) return;
    turn("text");
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, {
      acceptNode: (node) => (node.parentElement.closest(".refs, h3") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
    });
    const places = [];
    let text = "";
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let index = 0; index < node.data.length; index += 1) {
        if (/\s/.test(node.data[index])) continue;
        text += node.data[index];
        places.push([node, index]);
      }
    }
    const plain = words.replace(/\s+/g, "");
    const start = plain ? text.indexOf(plain) : -1;
    if (start < 0) {
      flash([root]);
      return reveal(root, "start");
    }
    const range = document.createRange();
    range.setStart(...places[start]);
    const last = places[start + plain.length - 1];
    range.setEnd(last[0], last[1] + 1);
    if (window.Highlight) CSS.highlights.set("cited", new Highlight(range));
    const paragraph = places[start][0].parentElement.closest("p") || root;
    paragraph.dataset.cited = "yes";
    reveal(paragraph);
  };
  const go = () => {
    const wanted = new URLSearchParams(location.hash.slice(1));
    if (wanted.get("in")) return said(wanted.get("in"), wanted.get("said") || "");
    const target = one(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest(".card")) return toCard(target.id);
    turn("text");
    flash([target]);
    reveal(target);
  };
  addEventListener("hashchange", go);
  if (location.hash.length > 1) go();
})();
