// A classic script in the head: the chosen colours are there before the first paint.
try {
  const theme = localStorage.getItem('limner-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing gets the colours of the system.
}
