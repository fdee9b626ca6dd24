// A search field says at once what it will do; search.js (`data-script`) is fetched when somebody goes there.
for (const field of document.querySelectorAll("input[data-suggestions]")) {
  field.type = "text"; // a search field has no list, and its Escape empties it
  field.enterKeyHint = "search";
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.addEventListener("focus", async () => (await import(field.dataset.script)).suggest(field), { once: true });
}
