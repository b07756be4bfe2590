/**
 * Adds a button to every block of code and to what is marked for copying.
 * @param {ParentNode} page
 */
export function addCopyButtons(page) {
  if (!navigator.clipboard) return;
  for (const code of page.querySelectorAll("pre > code, [data-copy]")) {
    const block = code.closest("pre") ?? code;
    const button = document.createElement("button");
    button.className = "copy";
    button.textContent = "Copy";
    button.onclick = async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 1500);
    };
    if (block === code) {
      block.after(button);
    } else {
      const frame = document.createElement("div");
      frame.className = "code-frame";
      block.replaceWith(frame);
      frame.append(block, button);
    }
  }
}
