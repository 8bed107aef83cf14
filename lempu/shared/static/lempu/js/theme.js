// Runs in <head> before the first paint: "follow the device" needs to know what the device wants.
(function (root) {
  if (!("themeDevice" in root.dataset)) return;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => root.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
  apply();
  dark.addEventListener("change", apply);
})(document.documentElement);
