export default defineNuxtConfig({
  compatibilityDate: "2026-11-01",
  css: ["backendai-media/static.css"],
  app: { head: { title: "Outputs in Nuxt", htmlAttrs: { lang: "en" }, link: [{ rel: "icon", href: "data:," }] } },
});
