// Shows each result in its section.
const results = await (await fetch("results.json")).json();
for (const section of document.querySelectorAll("section")) {
  const name = section.dataset.result;
  await BackendAI.Media.handle_all(results[name], name, section);
}
