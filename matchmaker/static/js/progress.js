// Follows a run of the scheduler in place. Without this module the page reloads itself and says the same.
const EVERY_MILLISECONDS = 1000;

for (const block of document.querySelectorAll("[data-run-state]")) {
  follow(block);
}

async function follow(block) {
  let etag = null;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MILLISECONDS));
    const answer = await ask(block.dataset.runState, etag);
    if (answer === null || answer.status === 304) continue;
    if (!answer.ok) return;
    etag = answer.headers.get("ETag");
    const state = await answer.json();
    if (state.is_over) {
      window.location.replace(state.page);
      return;
    }
    show(block, state);
  }
}

// A network that fails for a moment is no reason to stop: the run goes on without us.
async function ask(address, etag) {
  const headers = etag === null ? {} : { "If-None-Match": etag };
  try {
    return await fetch(address, { headers, cache: "no-store", credentials: "same-origin" });
  } catch {
    return null;
  }
}

function show(block, state) {
  const bar = block.querySelector("progress");
  const sentence = block.querySelector("[data-run-sentence]");
  bar.value = state.progress;
  if (sentence.textContent !== state.sentence) sentence.textContent = state.sentence;
}
