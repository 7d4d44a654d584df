// What the theme leaves out for readers who use a keyboard or a screen reader.

// The control of the sidebar is a label, which has no role of its own.
const toggle = document.getElementById("mdbook-sidebar-toggle");
if (toggle) {
  toggle.setAttribute("role", "button");
  toggle.tabIndex = 0;
  toggle.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    toggle.click();
  });
}

// Code and tables that are wider than the page scroll within it.
function scrollable() {
  for (const part of document.querySelectorAll(".content pre > code, .content .table-wrapper")) {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
  }
}
window.addEventListener("load", scrollable);
window.addEventListener("resize", scrollable);
scrollable();
