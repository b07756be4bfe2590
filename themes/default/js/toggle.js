const THEMES = ["system", "light", "dark"];

/**
 * Adds the button that goes through system, light and dark.
 * @param {Element | null} tools where it goes
 */
export function addToggle(tools) {
  if (!tools) return;
  const root = document.documentElement;
  const button = document.createElement("button");
  button.className = "tool theme";
  let theme = root.dataset.theme ?? THEMES[0];

  const show = () => {
    if (theme === THEMES[0]) delete root.dataset.theme;
    else root.dataset.theme = theme;
    button.dataset.shows = theme;
    button.title = button.ariaLabel = `Colours: ${theme}`;
  };
  button.onclick = () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    show();
    try {
      localStorage.setItem("portolan-theme", theme);
    } catch {
      // The choice holds for this page only.
    }
  };
  show();
  tools.append(button);
}
