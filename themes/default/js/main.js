// Brings the enhancements to the page. Everything reads and navigates without them.
import { addCopyButtons } from "./copy.js";
import { bringWhatIsNeeded } from "./needed.js";
import { addToggle } from "./toggle.js";

addToggle(document.querySelector("[data-tools]"));
addCopyButtons(document);
bringWhatIsNeeded(document);
// Keys and buttons are there from the start; how old something is may be told a moment later.
import("./age.js").then(({ tellAges }) => tellAges(document));
