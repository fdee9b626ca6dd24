// Suggestions under a search field (find.js): the combobox of the ARIA Authoring Practices (1.2), with a list that stays
// in reach of it. Without this script the form searches, and with it Enter still does, unless a suggestion is marked.
// Nothing is kept, and what is typed goes to the site itself alone. `data-suggestions`: the address that is asked.

const LEAST = 2; // letters
const WAIT = 180; // milliseconds after the last one

function element(name, attributes, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

// What is not in the language of the page says in which it is.
const named = (text, lang, more = {}) => element("bdi", { ...(lang ? { lang } : { dir: document.dir }), ...more }, text);

export function suggest(input) {
  const id = `${input.id}-suggestions`;
  const list = element("div", { id, role: "listbox", class: "suggestions" });
  const status = element("div", { role: "status", class: "only-read-aloud" });
  let options = [], marked = -1, timer, asked;
  list.hidden = true;
  input.setAttribute("aria-controls", id);
  input.parentElement.classList.add("suggesting");
  input.parentElement.append(list, status);

  function show(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", open);
    mark(-1);
  }

  function mark(place) {
    options[marked]?.removeAttribute("aria-selected");
    marked = place;
    const option = options[marked];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function forget() {
    clearTimeout(timer);
    asked?.abort();
    status.textContent = "";
    show(false);
  }

  function fill({ label, groups, status: said }) {
    show(false);
    list.setAttribute("aria-label", label);
    list.replaceChildren(...groups.map(({ label, options }) => {
      const group = element("div", { role: "group", "aria-label": label });
      group.append(element("div", { role: "presentation", class: "note" }, label), ...options.map(({ label, lang, note, note_lang, url }) => {
        const option = element("div", { role: "option", "data-url": url });
        option.append(named(label, lang), " ", named(note, note_lang, { class: "note" }));
        return option;
      }));
      return group;
    }));
    options = [...list.querySelectorAll("[role=option]")];
    options.forEach((option, place) => { option.id = `${id}-${place}`; });
    status.textContent = said;
    show(options.length > 0);
  }

  async function ask() {
    const typed = input.value.trim();
    if (typed.length < LEAST) return;
    const address = new URL(input.dataset.suggestions, location);
    address.searchParams.set("q", typed);
    asked?.abort(); // an arrow asks at once, while letters may still be on their way
    asked = new AbortController();
    try {
      const answer = await fetch(address, { signal: asked.signal, credentials: "omit", cache: "no-store" });
      if (answer.ok) fill(await answer.json());
    } catch {
      // Asked again meanwhile, or no network: the form is there.
    }
  }

  function wait() {
    forget();
    timer = setTimeout(ask, WAIT);
  }

  function go(option) {
    forget();
    location.assign(option.dataset.url);
  }

  const last = () => options.length - 1;
  const keys = {
    ArrowDown: () => list.hidden ? ask() : mark(marked < last() ? marked + 1 : -1),
    ArrowUp: () => list.hidden || mark(marked < 0 ? last() : marked - 1),
    Home: () => marked < 0 || mark(0),
    End: () => marked < 0 || mark(last()),
    Enter: () => marked < 0 || go(options[marked]),
    Escape: () => { const closed = list.hidden; forget(); return closed; }, // a list on its way does not open either
  };

  input.addEventListener("input", (event) => event.isComposing || wait());
  input.addEventListener("compositionend", wait);
  input.addEventListener("blur", forget);
  input.addEventListener("keydown", (event) => {
    // An act that did nothing says `true`, and the key keeps its own meaning: the caret moves, the form is sent.
    if (!event.isComposing && keys[event.key] && keys[event.key]() !== true) event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
  if (input.value !== input.defaultValue) wait(); // typed while this script was on its way
}
