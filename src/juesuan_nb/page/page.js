"use strict";
// Opens and closes all code at once, opens the page of a rule that a link leads to, and marks the section in view in
// the contents list.
const sources = document.querySelectorAll("details.source");
const toggle = document.getElementById("toggle-code");
if (toggle && sources.length) {
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    const open = toggle.getAttribute("aria-pressed") !== "true";
    sources.forEach((source) => { source.open = open; });
    toggle.setAttribute("aria-pressed", String(open));
    toggle.textContent = open ? "收起全部代码" : "展开全部代码";
  });
}
const open = (hash) => {
  const target = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
};
document.addEventListener("click", (event) => open(event.target.closest?.("a[href^='#']")?.hash));
open(location.hash);
const links = new Map();
document.querySelectorAll("nav.contents a").forEach((link) => {
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (target) links.set(target, link);
});
const mark = () => {
  let current;
  for (const heading of links.keys()) if (heading.getBoundingClientRect().top < 140) current = heading;
  links.forEach((link, heading) => {
    if (heading === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
};
document.addEventListener("scroll", mark, { passive: true });
mark();
