// Outputs follow the theme that the reader has chosen for the pages.
const follow = () => {
  document.documentElement.dataset.backendaiTheme =
    document.body.dataset.mdColorScheme === "slate" ? "dark" : "light";
};
new MutationObserver(follow).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
follow();
