// Brings the enhancements to the page. Everything reads and navigates without them.
import { tellAges } from "./age.js";
import { addCopyButtons } from "./copy.js";
import { bringWhatIsNeeded } from "./needed.js";
import { addToggle } from "./toggle.js";

addToggle(document.querySelector("[data-tools]"));
addCopyButtons(document);
tellAges(document);
bringWhatIsNeeded(document);
