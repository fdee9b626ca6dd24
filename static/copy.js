// A button under each thing that must be exact (.copyable). Without this script nothing is missing: one selects by hand.
// The words come from the page, in its language: data-copy, data-done, data-failed on the script element.
const words = document.currentScript.dataset;
const spoken = document.createElement("p");
spoken.className = "only-read-aloud";
spoken.setAttribute("role", "status");
document.querySelector("main").append(spoken);

for (const field of document.querySelectorAll(".copies .copyable")) {
  const text = [...field.childNodes].map((node) => (node.nodeName === "BR" ? "\n" : node.textContent)).join("");
  const button = document.createElement("button");
  const what = document.createElement("span");
  what.className = "only-read-aloud";
  what.textContent = ` ${text.split("\n")[0]}`;
  button.type = "button";
  button.className = "button button--quiet button--small copy";
  button.lang = document.documentElement.lang;
  const say = (word) => button.replaceChildren(word, what);
  say(words.copy);
  button.addEventListener("click", async () => {
    let word = words.done;
    try {
      await navigator.clipboard.writeText(text);
    } catch { // refused, or a page without https: the reader's own "copy" is one tap away
      getSelection().selectAllChildren(field);
      word = words.failed;
    }
    say(word);
    spoken.textContent = word;
    setTimeout(() => {
      say(words.copy);
      spoken.textContent = "";
    }, 4000);
  });
  field.append(button);
}
