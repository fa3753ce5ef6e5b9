// Asks for each result and shows it in its section.
for (const section of document.querySelectorAll("section")) {
  const name = section.dataset.result;
  const response = await fetch(`results/${name}`);
  await BackendAI.Media.handle_all(await response.json(), name, section);
}
