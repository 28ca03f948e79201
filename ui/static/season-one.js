// One submission at the desk: what people say of a finding goes into its card; a rule named in the address is searched.
(() => {
  "use strict";
  for (const form of document.querySelectorAll("#say [data-for]")) {
    document.getElementById(form.dataset.for)?.append(form);
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".dismiss");
    if (!button) return;
    const why = button.parentElement.querySelector(".why");
    why.hidden = !why.hidden;
    button.setAttribute("aria-expanded", String(!why.hidden));
    if (!why.hidden) why.querySelector("input").focus();
  });
  const find = () => {
    const wanted = new URLSearchParams(location.hash.slice(1)).get("find");
    const search = document.getElementById("search");
    if (!wanted || !search) return;
    search.value = wanted;
    search.dispatchEvent(new Event("input"));
  };
  addEventListener("hashchange", find);
  find();
})();
