// Says how many characters are left beside a text with a limit; the limit itself holds without it.
for (const said of document.querySelectorAll("[data-count-of]")) {
  const text = document.getElementById(said.dataset.countOf);
  const say = () => {
    said.textContent = said.dataset.left.replace("{n}", text.maxLength - text.value.length);
  };
  // Read out only once typing pauses.
  let waiting;
  text?.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(say, 400);
  });
}
