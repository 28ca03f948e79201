// The framework's page: the frame of a review takes the room that is left; a citation of an answer opens in it;
// the talk shows the last question and what was answered.
(() => {
  "use strict";
  const glide = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const fit = () => {
    for (const frame of document.querySelectorAll(".review-frame")) {
      const wide = innerWidth > 900;
      const top = frame.getBoundingClientRect().top + scrollY;
      frame.style.height = wide ? `${Math.max(560, innerHeight - 24)}px` : `${Math.max(480, innerHeight * 0.92)}px`;
      if (!frame.dataset.shown) {
        frame.dataset.shown = "yes";
        scrollTo({ top: Math.max(0, top - 12), behavior: glide });
      }
    }
  };
  // The desk fills the window below the tabs.
  const fitDesk = () => {
    for (const frame of document.querySelectorAll(".season-frame")) {
      if (!frame.offsetParent) continue;
      const top = frame.getBoundingClientRect().top + scrollY;
      const height = `${Math.max(innerWidth > 900 ? 560 : 640, innerHeight - (innerWidth > 900 ? top : 0) - 14)}px`;
      if (frame.style.height !== height) frame.style.height = height;
    }
  };
  addEventListener("click", () => setTimeout(fitDesk, 120));
  addEventListener("resize", fitDesk);
  // A citation: #cite=ID&at=ANCHOR or #cite=ID&in=SECTION&said=QUOTE, shown in the frame on the first tab.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href*="#cite="]');
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    const wanted = new URLSearchParams(link.getAttribute("href").split("#")[1]);
    const frame = document.querySelector(".review-frame");
    if (!frame) return;
    document.querySelector('#tabs button[role="tab"]')?.click();
    const place = wanted.get("at") || `in=${wanted.get("in")}&said=${encodeURIComponent(wanted.get("said") || "")}`;
    const view = `/view/${wanted.get("cite")}`;
    if (frame.contentWindow.location.pathname === view) {
      frame.contentWindow.location.hash = "";
      frame.contentWindow.location.hash = place;
    } else {
      frame.src = `${view}#${place}`;
    }
    setTimeout(() => scrollTo({ top: frame.getBoundingClientRect().top + scrollY - 12, behavior: glide }), 60);
  }, true);
  // An answer is read from its question on: its citations are longer than the window of the talk.
  const fitTalk = () => {
    const log = document.querySelector('#ask-chat [role="log"]');
    const asked = log?.querySelectorAll(".user-row");
    if (!asked?.length) return;
    const last = asked[asked.length - 1];
    const seen = `${asked.length} ${last.nextElementSibling ? log.scrollHeight : 0}`;
    if (log.dataset.seen === seen) return;
    log.dataset.seen = seen;
    log.scrollTop += last.getBoundingClientRect().top - log.getBoundingClientRect().top - 8;
  };
  new MutationObserver(() => { fit(); fitDesk(); fitTalk(); }).observe(document.documentElement, { childList: true, subtree: true });
  addEventListener("resize", fit);
})();
