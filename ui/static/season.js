// The supervisor's desk: acts without leaving the page, conflicts, uploads, the table.
(() => {
  "use strict";
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const one = (id) => document.getElementById(id);
  const asked = new URLSearchParams(location.search).get("lang") === "en" ? "lang=en" : "";
  const tell = (text) => {
    if (!one("told")) return;
    one("told").textContent = text;
    setTimeout(() => (one("told").textContent = ""), 4000);
  };
  const fault = (text) => {
    one("fault").querySelector("p").textContent = text;
    one("fault").showModal();
  };

  // Who acts: asked once, then the act that wanted it goes on.
  let waiting = null;
  const named = () => new Promise((done) => {
    waiting = done;
    one("ask-name").showModal();
  });
  one("who")?.addEventListener("click", () => named().then((given) => given && location.reload()));
  one("name-form")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch("/season/who", { method: "POST", body: new URLSearchParams(new FormData(event.target)) });
    one("ask-name").close(answer.ok ? "given" : "");
  });
  all("[data-close]").forEach((button) => button.addEventListener("click", () => button.closest("dialog").close("")));
  one("ask-name")?.addEventListener("close", () => {
    waiting?.(one("ask-name").returnValue === "given");
    one("ask-name").returnValue = "";
    waiting = null;
  });

  // One act: the answer's JSON, or null where the person was told why not.
  const post = async (url, body, again = true) => {
    let answer;
    try {
      answer = await fetch(url, { method: "POST", body });
    } catch {
      return { fault: one("fault").dataset.silent };
    }
    if (answer.status === 401) return location.reload();
    const said = await answer.json().catch(() => ({ fault: `${answer.status}` }));
    if (said.name && again) return (await named()) ? post(url, body, false) : { quiet: true };
    return said;
  };
  const conflict = (said) => new Promise((done) => {
    const told = said.conflict;
    one("conflict").querySelector("p").textContent = `${told.who} ${told.when}`;
    one("theirs").textContent = told.theirs;
    one("yours").textContent = told.yours;
    one("take-theirs").onclick = () => one("conflict").close("theirs");
    one("say-again").onclick = () => one("conflict").close("again");
    one("conflict").onclose = () => done(one("conflict").returnValue);
    one("conflict").returnValue = "";
    one("conflict").showModal();
  });
  const stay = () => {
    const panes = all(".panes > main, .grid, body.desk > main").map((pane) => pane.scrollTop);
    sessionStorage.setItem("desk-place", JSON.stringify([location.pathname, panes]));
    location.reload();
  };
  const place = JSON.parse(sessionStorage.getItem("desk-place") || "null");
  if (place && place[0] === location.pathname) {
    sessionStorage.removeItem("desk-place");
    all(".panes > main, .grid, body.desk > main").forEach((pane, index) => (pane.scrollTop = place[1][index] || 0));
  }
  const act = async (form, button) => {
    if (form.dataset.ask && !confirm(form.dataset.ask)) return;
    const given = new URLSearchParams(new FormData(form));
    if (button?.name) given.set(button.name, button.value);
    if (button) button.disabled = true;
    for (;;) {
      const said = await post(form.action, given);
      if (!said) return;
      if (said.conflict) {
        const choice = await conflict(said);
        if (choice === "again") {
          given.set("seen", said.conflict.seen);
          continue;
        }
        return stay();
      }
      if (said.ok) return said.go ? location.assign(said.go) : stay();
      if (button) button.disabled = false;
      if (!said.quiet) fault(said.fault);
      return;
    }
  };
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.act")) return;
    event.preventDefault();
    act(event.target, event.submitter);
  });
  // Enter in a note must not choose a decision; in a reason it means what stands beside it.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.target.matches(".decide input")) event.preventDefault();
    if (event.target.matches(".why input")) {
      event.preventDefault();
      event.target.form.querySelector("button[value=dismissed]").click();
    }
  });
  // The day that was chosen last stands for the next notice, until the browser is closed.
  const DAY = "desk-deadline";
  all(".notice-out").forEach((form) => {
    const day = form.elements.deadline;
    const before = sessionStorage.getItem(DAY) || "";
    if (before >= day.min) day.value = before;
    form.addEventListener("submit", () => sessionStorage.setItem(DAY, day.value));
  });
  all("[data-go]").forEach((chooser) => chooser.addEventListener("change", () => location.assign(chooser.value)));

  // Uploads: a basket, its files one by one, then the run.
  const zone = (box, take) => {
    const drop = box.querySelector(".drop");
    box.addEventListener("dragover", (event) => (event.preventDefault(), drop.classList.add("over")));
    box.addEventListener("dragleave", () => drop.classList.remove("over"));
    box.addEventListener("drop", async (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      take(await dropped(event.dataTransfer));
    });
    all("input[type=file]", box).forEach((input) => input.addEventListener("change", () => {
      take([...input.files].map((file) => [file.webkitRelativePath || file.name, file]));
      input.value = "";
    }));
  };
  const dropped = async (data) => {
    const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const found = [];
    const walk = async (entry, path) => {
      if (entry.isFile) return found.push([path + entry.name, await new Promise((done, no) => entry.file(done, no))]);
      const reader = entry.createReader();
      for (let some; (some = await new Promise((done, no) => reader.readEntries(done, no))).length; ) {
        for (const inner of some) await walk(inner, `${path}${entry.name}/`);
      }
    };
    for (const entry of entries) await walk(entry, "");
    return found.length ? found : [...data.files].map((file) => [file.name, file]);
  };
  const upload = one("upload");
  const send = async (files) => {
    if (!files.length) return;
    const line = one("sending");
    const say = (key, values) => (line.textContent = Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), upload.dataset[key]));
    const begun = await post(`/season/${upload.dataset.year}/basket?${asked}`, null);
    if (!begun?.basket) return begun?.quiet || fault(begun?.fault || "");
    const lost = [];
    let next = 0;
    const worker = async () => {
      while (next < files.length) {
        const [name, file] = files[next++];
        say("sending", { n: next, total: files.length });
        const said = await post(`/season/basket/${begun.basket}/file?${new URLSearchParams({ name })}&${asked}`, file);
        if (!said?.ok) lost.push([name, said?.fault || ""]);
      }
    };
    await Promise.all([worker(), worker(), worker()]);
    if (lost.length < files.length) {
      const said = await post(`/season/basket/${begun.basket}/run?${asked}`, null);
      if (!said?.ok) return fault(said?.fault || "");
      say("sent", { total: files.length - lost.length });
    }
    if (lost.length) {
      say("unsent", { name: lost.map(([name]) => name).slice(0, 5).join("、"), why: lost[0][1] });
    }
    watch();
  };
  if (upload) zone(upload, send);
  const intake = one("register-in");
  if (intake) {
    zone(intake, async (files) => {
      if (!files.length) return;
      const [name, file] = files[0];
      const said = await post(`${intake.dataset.to}${intake.dataset.to.includes("?") ? "&" : "?"}${new URLSearchParams({ name })}`, file);
      if (!said?.ok) return said?.quiet || fault(said?.fault || "");
      sessionStorage.setItem("desk-told", said.told);
      location.reload();
    });
  }
  const kept = sessionStorage.getItem("desk-told");
  if (kept) {
    sessionStorage.removeItem("desk-told");
    tell(kept);
  }

  // Progress: asked for anew while something is on its way; when the last run ends, the page is.
  let watching = false;
  const watch = async () => {
    if (watching || !one("runs")) return;
    watching = true;
    for (let busy = true; busy; ) {
      const answer = await fetch(one("runs").dataset.again).catch(() => null);
      if (answer?.ok) {
        const parsed = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("runs");
        if (parsed) {
          one("runs").replaceWith(parsed);
          busy = "busy" in parsed.dataset;
        }
      }
      if (busy) await new Promise((done) => setTimeout(done, document.hidden ? 4000 : 700));
    }
    watching = false;
    if (!document.querySelector("dialog[open]")) location.reload();
  };
  if (one("runs") && "busy" in one("runs").dataset) watch();

  // The findings across reports: by rule and word.
  const cards = all("#across .card");
  const off = new Set();
  const sift = () => {
    const word = (one("search")?.value || "").trim().toLowerCase();
    let shown = 0;
    for (const card of cards) {
      card.hidden = off.has(card.dataset.rule) || (word && !card.textContent.toLowerCase().includes(word));
      shown += !card.hidden;
    }
    if (one("nothing") && cards.length) one("nothing").hidden = shown > 0;
  };
  if (cards.length) {
    one("search")?.addEventListener("input", sift);
    one("search").value = new URLSearchParams(location.hash.slice(1)).get("q") || "";
    sift();
    all(".filter[data-rule]").forEach((button) => button.addEventListener("click", () => {
      const rule = button.dataset.rule;
      off.has(rule) ? off.delete(rule) : off.add(rule);
      button.setAttribute("aria-pressed", String(!off.has(rule)));
      sift();
    }));
  }

  // The table.
  const grid = one("grid");
  if (!grid) return;
  const body = grid.tBodies[0];
  let rows = [...body.rows];
  const texts = new Map(rows.map((row) => [row, row.cells[1].textContent.toLowerCase()]));
  const choosers = ["verdict", "decision", "rule"].map((key) => [key, one(`by-${key}`)]);
  // Rows far down are drawn when they are scrolled or walked to: a sort of 3,000 stays quick.
  const STEP = 150;
  let limit = STEP;
  const draw = () => {
    let shown = 0;
    for (const row of rows) row.classList.toggle("later", !row.hidden && ++shown > limit);
  };
  const more = (least) => {
    while (limit < least) limit += STEP;
    draw();
  };
  grid.parentElement.addEventListener("scroll", ({ target }) => {
    if (limit < rows.length && target.scrollTop + target.clientHeight > target.scrollHeight - 600) more(limit + 1);
  });
  const filter = () => {
    const word = one("search").value.trim().toLowerCase();
    const by = Object.fromEntries(choosers.map(([key, chooser]) => [key, chooser.value]));
    let shown = 0;
    for (const row of rows) {
      const fits = (!word || texts.get(row).includes(word)) && (!by.verdict || row.dataset.verdict === by.verdict)
        && (!by.decision || row.dataset.decision === by.decision) && (!by.rule || row.dataset.rules.split(" ").includes(by.rule));
      if (row.hidden === fits) row.hidden = !fits;
      shown += fits;
    }
    limit = STEP;
    draw();
    one("nothing").hidden = shown > 0;
    one("count").textContent = one("count").dataset.said.replace("{shown}", shown).replace("{total}", rows.length);
    const state = new URLSearchParams(Object.entries({ ...by, q: word }).filter(([, value]) => value));
    history.replaceState(null, "", `#${state}`);
  };
  const wanted = new URLSearchParams(location.hash.slice(1));
  for (const [key, chooser] of choosers) {
    chooser.value = wanted.get(key) || "";
    chooser.addEventListener("change", filter);
  }
  one("search").value = wanted.get("q") || "";
  one("search").addEventListener("input", filter);
  const order = new Intl.Collator("zh", { numeric: true });
  all("thead button", grid).forEach((button) => button.addEventListener("click", () => {
    const head = button.closest("th");
    const down = head.getAttribute("aria-sort") !== "descending" && (button.dataset.kind !== "text" || head.getAttribute("aria-sort") === "ascending");
    const key = (row) => row.cells[head.cellIndex].dataset.s ?? row.cells[head.cellIndex].textContent.trim();
    const value = button.dataset.kind === "text" ? key : (row) => Number(key(row)) || 0;
    const keyed = rows.map((row, place) => [value(row), place, row]);
    keyed.sort((a, b) => (button.dataset.kind === "text" ? order.compare(a[0], b[0]) : a[0] - b[0]) * (down ? -1 : 1) || a[1] - b[1]);
    rows = keyed.map(([, , row]) => row);
    all("thead th", grid).forEach((other) => other.hasAttribute("aria-sort") && other.setAttribute("aria-sort", "none"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    limit = STEP;
    draw();
    body.append(...rows);
    grid.parentElement.scrollTop = 0;
  }));
  const picked = () => rows.filter((row) => row.querySelector(".pick input").checked);
  const pick = () => {
    const form = one("notices");
    if (!form) return;
    const ids = picked().filter((row) => row.dataset.decision === "returned").map((row) => row.dataset.id);
    form.hidden = !ids.length;
    form.elements.ids.value = ids.join(",");
  };
  grid.addEventListener("change", (event) => {
    if (event.target.id === "all") rows.forEach((row) => (row.querySelector(".pick input").checked = event.target.checked && !row.hidden));
    pick();
  });
  let here = null;
  const go = (row) => {
    here?.removeAttribute("aria-selected");
    here = row;
    row.setAttribute("aria-selected", "true");
    row.querySelector("th a").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    sessionStorage.setItem("desk-row", row.dataset.id);
  };
  body.addEventListener("click", (event) => {
    const row = event.target.closest("tr");
    if (!event.target.closest("a, input, label")) row.querySelector("th a").click();
    else if (row) sessionStorage.setItem("desk-row", row.dataset.id);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.matches("input:not([type=checkbox]), select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "/") {
      event.preventDefault();
      return one("search").focus();
    }
    const seen = rows.filter((row) => !row.hidden);
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (step && seen.length) {
      event.preventDefault();
      const at = seen.indexOf(here);
      const next = at < 0 ? (step > 0 ? 0 : seen.length - 1) : Math.min(Math.max(at + step, 0), seen.length - 1);
      if (next >= limit - 20) more(next + 21);
      go(seen[next]);
    } else if (event.key === "x" && here) {
      const box = here.querySelector(".pick input");
      box.checked = !box.checked;
      pick();
    }
  });
  filter();
  const last = rows.find((row) => row.dataset.id === sessionStorage.getItem("desk-row"));
  if (last && !last.hidden) {
    more(rows.filter((row) => !row.hidden).indexOf(last) + 20);
    last.setAttribute("aria-selected", "true");
    last.scrollIntoView({ block: "center" });
    here = last;
  }
})();
