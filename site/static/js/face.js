// Runs before the first paint: how this visitor wants to read is kept in the browser, never in a cookie,
// so that every visitor can be served the same cached page.
try {
  for (const name of ["text", "contrast", "layout"]) {
    const value = localStorage.getItem("face-" + name);
    if (value) document.documentElement.dataset[name] = value;
  }
} catch {
  // Storage is switched off: the page stays as it is.
}
