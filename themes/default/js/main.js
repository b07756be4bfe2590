// Brings the enhancements to the page. Everything reads and navigates without them.
import { tellAges } from "./age.js";
import { addCopyButtons } from "./copy.js";
import { addToggle } from "./toggle.js";

addToggle(document.querySelector("[data-tools]"));
addCopyButtons(document);
tellAges(document);

/** @type {HTMLElement | null} */
const section = document.querySelector("[data-form]");
if (section) import("./form.js").then(({ addForm }) => addForm(section));
if (document.querySelector("[data-filter], .sample")) import("./reference.js").then(({ addAll }) => addAll(document));
