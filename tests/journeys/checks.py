"""What must hold of any page that is open in a browser. Each check returns what it found wrong, in words.

Numbers are those of the criteria of WCAG 2.2. `axe` asks axe-core; what that cannot see (what happens when text grows,
where the focus is, what a table is called) is measured here.
"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page as Tab

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
PLACES = ["color-contrast", "target-size"]

# What a person may set for herself without losing a word: 1.4.12.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""

WIDER = """() => {
  const widest = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= widest) return [];
  const alone = node => node.closest(".scroll, .only-read-aloud, .skip");
  return [...document.querySelectorAll("body *")]
    .filter(node => node.getBoundingClientRect().right > widest + 1 && !alone(node))
    .slice(-3)
    .map(node => `${node.tagName.toLowerCase()}.${node.className} « ${node.textContent.trim().slice(0, 40)} »`);
}"""

CUT = """() => {
  const cut = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, range = document.createRange();
    if (!text.data.trim() || text.parentElement.closest(".only-read-aloud, .skip, svg, option")) continue;
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (!box.width) continue;
    for (let over = text.parentElement; over !== document.body; over = over.parentElement) {
      const style = getComputedStyle(over), frame = over.getBoundingClientRect();
      if (/hidden|clip/.test(style.overflowX + style.overflowY)
        && (box.right > frame.right + 1 || box.left < frame.left - 1 || box.bottom > frame.bottom + 2))
        cut.push(`${over.tagName.toLowerCase()}.${over.className} « ${text.data.trim().slice(0, 40)} »`);
    }
  }
  return cut.slice(0, 3);
}"""

STRUCTURE = """() => {
  const wrong = [];
  const say = (found, text) => { for (const node of found) wrong.push(`${text}: ${node.outerHTML.slice(0, 90)}`); };
  const all = selector => [...document.querySelectorAll(selector)];
  if (all("h1").length !== 1) wrong.push(`${all("h1").length} h1`);
  const levels = all("h1, h2, h3, h4, h5, h6").map(node => +node.tagName[1]);
  levels.forEach((level, n) => { if (n && level - levels[n - 1] > 1) wrong.push(`a heading jumps: ${levels}`); });
  say(all("[tabindex]").filter(node => node.tabIndex > 0), "its own order of focus");
  say(all("details[tabindex]"), "a folded part that the keyboard skips (it is the host of a shadow tree)");
  say(all("table").filter(node => !node.caption?.textContent.trim() && !node.ariaLabel
    && !node.hasAttribute("aria-labelledby")), "a table without a name");
  say(all("table").filter(node => !node.querySelector("th")), "a table without headers");
  say(all("th").filter(node => node.textContent.trim() && !node.scope && node.closest("table").rows.length > 1
    && node.closest("table").rows[0].cells.length > 1), "a header of nobody knows what");
  const named = id => id.split(" ").every(one => document.getElementById(one));
  for (const name of ["aria-describedby", "aria-labelledby", "aria-controls"])
    say(all(`[${name}]`).filter(node => !named(node.getAttribute(name))), `${name} leads nowhere`);
  say(all("ul.errorlist").filter(list => list.id && !document.querySelector(`[aria-describedby~="${list.id}"]`)
    && !list.classList.contains("nonfield")), "an error that is said of no field");
  say(all("a[target]").filter(link => !link.parentElement.querySelector(".note")), "a window that opens unannounced");
  say(all("meta[http-equiv=refresh], marquee, blink, [autofocus]:not([role=alert])"), "moves by itself");
  say(all("button[type=button]:not(.copy), a:not([href]), [hidden]:not(.suggestions)"), "waits for a script");
  say(all("form").filter(form => ![...form.elements].some(node => node.type === "submit")), "only a script can send");
  say(all("input, select, textarea").filter(field => !field.form), "a field that nothing sends");
  return wrong;
}"""

# After a first key, :focus-visible holds for what scripts focus too: every control is looked at in one go.
FOCUS = """async () => {
  const wrong = [];
  const shown = node => node.checkVisibility({visibilityProperty: true}) && node.getClientRects().length;
  const controls = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter(node => shown(node) && !node.disabled && node.tabIndex >= 0);
  for (const node of controls) {
    node.focus();
    const what = `${node.outerHTML.slice(0, 80)}`;
    if (document.activeElement !== node) { wrong.push(`cannot be focused: ${what}`); continue; }
    const marks = [node, node.querySelector("use")].filter(Boolean).map(one => getComputedStyle(one));
    if (!marks.some(style => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1)
      || style.boxShadow !== "none")) wrong.push(`the focus does not show: ${what}`);
    const boxes = [...node.getClientRects()].filter(box => box.width && box.height);
    const inSight = boxes.filter(
      box => box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth);
    if (!inSight.length) { wrong.push(`out of sight while focused: ${what}`); continue; }
    const met = inSight.some(box => [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]].some(([x, y]) => {
      const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
      return top && (node.contains(top) || top.contains(node));
    }));
    if (!met) wrong.push(`hidden while focused: ${what}`);
  }
  return wrong;
}"""


def axe(tab: Tab, rules: list[str]) -> list[str]:
    found = Axe().run(tab, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']} {[node['target'] for node in one['nodes']][:3]} {one['nodes'][0]['html'][:90]}" for one in found
    ]


def at_width(tab: Tab, width: int) -> list[str]:
    """1.4.10: nothing is wider than the screen, except tables that scroll alone. 320 is 1280 grown to 400 %."""
    tab.set_viewport_size({"width": width, "height": 800})
    return [f"wider than {width}: {one}" for one in tab.evaluate(WIDER)]


def grown(tab: Tab, narrowest: int) -> list[str]:
    """1.4.4: nothing is wider than the screen, of a tablet or the narrowest, when letters are twice as big."""
    tab.evaluate("document.documentElement.style.fontSize = '200%'")
    found = [f"letters twice as big, {one}" for width in (768, narrowest) for one in at_width(tab, width)]
    tab.evaluate("document.documentElement.style.fontSize = ''")
    return found


def spaced(tab: Tab) -> list[str]:
    """1.4.12: nothing is cut and nothing overflows when the text is spaced. To be done last: it stays so."""
    tab.set_viewport_size({"width": 320, "height": 800})
    tab.add_style_tag(content=SPACED)
    return [f"spaced, {one}" for one in [*tab.evaluate(WIDER), *(f"cut: {cut}" for cut in tab.evaluate(CUT))]]


def structure(tab: Tab) -> list[str]:
    """1.3.1, 2.4.3, 2.4.6, 3.3.1: headings, names of tables, what errors are said of; and what needs a script."""
    return tab.evaluate(STRUCTURE)


def focus(tab: Tab) -> list[str]:
    """2.4.7 and 2.4.11: wherever the keyboard is, it shows, and nothing lies over it."""
    tab.keyboard.press("Tab")
    return tab.evaluate(FOCUS)
