// Sets the reader's choice before the first paint; the one classic script, because modules run after it.
try {
  const theme = localStorage.getItem("portolan-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be closed to us; the system's choice stands.
}
