// The framework's page: the frame of a review takes the room that is left; a citation of an answer opens in it.
(() => {
  "use strict";
  const fit = () => {
    for (const frame of document.querySelectorAll(".review-frame")) {
      const wide = innerWidth > 900;
      const top = frame.getBoundingClientRect().top + scrollY;
      frame.style.height = wide ? `${Math.max(560, innerHeight - 24)}px` : `${Math.max(480, innerHeight * 0.92)}px`;
      if (!frame.dataset.shown) {
        frame.dataset.shown = "yes";
        scrollTo({ top: Math.max(0, top - 12), behavior: "smooth" });
      }
    }
  };
  new MutationObserver(fit).observe(document.documentElement, { childList: true, subtree: true });
  addEventListener("resize", fit);
})();
