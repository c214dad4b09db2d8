// The workbench works by links and buttons alone. This module only picks cards up without leaving the page,
// by mouse and by keyboard, and submits the very same buttons; what they do is said by the server.
const CARD = "a.bench-card";
const FAR = 6; // Pixels after which a press becomes a drag.
const KEPT = "bench-scroll";

const bench = () => document.querySelector("[data-bench]");
const region = () => bench().querySelector(".scroll-region");
const held = () => bench().querySelector("[data-bench-card]");
const says = document.querySelector("[data-bench-says]");
const say = (words) => { says.textContent = words; };

// The grid is one stop of Tab, its cells are walked with the arrows (ARIA Authoring Practices, grid pattern).
const STOPS = ".bench-lay, a.bench-card";

// What takes the focus in a cell: what may be done there, else its card, else the cell itself.
function stop(cell) {
  return cell.querySelector(".bench-lay") ?? cell.querySelector("a.bench-card") ?? cell;
}

// Only what stands in the current cell can be reached with Tab; by default the card in hand, else the first.
function rove(cell = null) {
  const grid = bench()?.querySelector("[data-bench-grid]");
  if (!grid) return;
  grid.setAttribute("role", "grid");
  const here = cell ?? grid.querySelector("[aria-current]")?.closest("td") ?? grid.querySelector("td");
  for (const item of grid.querySelectorAll(STOPS)) item.tabIndex = item.closest("td") === here ? 0 : -1;
  for (const each of grid.querySelectorAll("td")) {
    if (!each.querySelector(STOPS)) each.tabIndex = each === here ? 0 : -1;
  }
}

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

// Follow an arrow, Home or End inside the grid; true if the key was one of them.
function walk(event) {
  const cell = event.target.closest("[data-bench-grid] td");
  if (!cell || event.ctrlKey || event.metaKey || event.altKey) return false;
  const rows = [...cell.closest("tbody").rows];
  const row = rows.indexOf(cell.parentElement);
  const column = cell.cellIndex;
  let next = null;
  if (event.key in STEPS) {
    const [down, across] = STEPS[event.key];
    next = rows[row + down]?.cells[column + across];
  } else if (event.key === "Home") next = rows[row].cells[1];
  else if (event.key === "End") next = rows[row].cells[rows[row].cells.length - 1];
  else return false;
  if (next?.tagName === "TD") go(next);
  return true;
}

function go(cell) {
  rove(cell);
  stop(cell).focus();
}

// Show another state of the page in place; where that fails the browser goes there itself.
let asked = 0;
async function show(address, remember = true) {
  asked += 1;
  const mine = asked;
  const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  const fresh = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-bench]");
  // Of two pages that were asked for, the last one counts, whichever comes first.
  if (mine !== asked) return;
  if (!fresh) {
    window.location.assign(address);
    return;
  }
  const across = region()?.scrollLeft ?? 0;
  bench().replaceWith(document.adoptNode(fresh));
  if (region()) region().scrollLeft = across;
  if (remember) window.history.pushState(null, "", address);
  rove();
}

// The card stays under the eye although a line about it appears above the grid.
async function pick(link) {
  const { id } = link;
  const before = link.getBoundingClientRect().top;
  await show(link.href);
  const card = document.getElementById(id);
  if (card) window.scrollBy(0, card.getBoundingClientRect().top - before);
  const name = held()?.dataset.benchCard;
  if (name) say(says.dataset.held.replace("{name}", () => name));
  return card;
}

async function letGo() {
  const back = bench().querySelector("[data-bench-let-go]");
  if (!back) return;
  const { id } = bench().querySelector(`${CARD}[aria-current]`) ?? {};
  await show(back.href);
  say(says.dataset.letGo);
  focus(document.getElementById(id));
}

function focus(item) {
  item?.focus({ preventScroll: true });
  item?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// A card in the list beside has no cell: the first place that would take it is focused instead.
async function pickByKey(link) {
  const card = await pick(link);
  focus(card?.closest("td") ? card : bench().querySelector(".bench-lay") ?? card);
}

function layDown(cell) {
  const choices = cell?.querySelectorAll(".bench-lay") ?? [];
  if (choices.length === 1) choices[0].click();
  else if (choices.length) {
    rove(cell);
    focus(choices[0]);
    say(says.dataset.choose);
  } else say(cell?.querySelector(".bench-no")?.textContent ?? says.dataset.nothing);
}

// By mouse: a press that goes far enough is a drag, any other a click.
let drag = null;

document.addEventListener("pointerdown", (event) => {
  const link = event.target.closest?.(CARD);
  if (!link || !event.isPrimary || event.button || event.pointerType === "touch") return;
  drag = { link, x: event.clientX, y: event.clientY };
});

document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  if (!drag.ghost) {
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR) return;
    drag.ghost = drag.link.cloneNode(true);
    drag.ghost.removeAttribute("id");
    drag.ghost.classList.add("bench-ghost");
    document.body.append(drag.ghost);
    drag.picked = drag.link.hasAttribute("aria-current") ? Promise.resolve() : pick(drag.link);
  }
  drag.ghost.style.transform = `translate(${event.clientX + 8}px, ${event.clientY + 8}px)`;
  over(event);
});

function over(event) {
  const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-bench-grid] td");
  if (cell === drag.cell) return;
  drag.cell?.classList.remove("bench-cell--over");
  cell?.classList.add("bench-cell--over");
  drag.cell = cell;
  const said = cell?.querySelector(".bench-lay .visually-hidden, .bench-no");
  if (said) say(said.textContent);
}

document.addEventListener("pointerup", async (event) => {
  const ended = drag;
  drag = null;
  if (!ended?.ghost) return;
  ended.ghost.remove();
  window.addEventListener("click", (click) => { click.preventDefault(); click.stopPropagation(); }, { capture: true, once: true });
  // Where the press ends on another thing than it began, browsers send no click.
  setTimeout(() => window.dispatchEvent(new MouseEvent("click", { cancelable: true })), 0);
  await ended.picked;
  const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-bench-grid] td");
  setTimeout(() => layDown(cell), 0);
});

document.addEventListener("pointercancel", () => {
  drag?.ghost?.remove();
  drag = null;
});
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.(CARD)) event.preventDefault();
});

// By click and touch: one press picks up, the next one on a place lays down.
document.addEventListener("click", (event) => {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.(`[data-bench] ${CARD}, [data-bench-let-go]`);
  if (!link) return;
  event.preventDefault();
  // A second press of the same hand would put down again what the first picked up.
  if (event.detail > 1) return;
  if (link.hasAttribute("aria-current") || link.hasAttribute("data-bench-let-go")) letGo();
  else if (event.detail === 0) pickByKey(link);
  else pick(link);
});

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select")) return;
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && (key === "z" || key === "y")) {
    const again = key === "y" || event.shiftKey;
    bench().querySelector(`${again ? "[data-bench-redo]" : "[data-bench-undo]"} button:enabled`)?.click();
    event.preventDefault();
  } else if (key === "escape") letGo();
  else if (key === " " && event.target.matches(CARD)) {
    event.preventDefault();
    event.target.click();
  } else if (walk(event)) event.preventDefault();
});

window.addEventListener("popstate", () => show(window.location.href, false));

// After a deed the page comes back where it was, with the card that was moved in focus.
document.addEventListener("submit", (event) => {
  if (!event.target.closest("[data-bench]") || event.target.method !== "post") return;
  const where = { y: window.scrollY, x: region()?.scrollLeft ?? 0 };
  window.sessionStorage.setItem(KEPT, JSON.stringify(where));
});

rove();
const kept = JSON.parse(window.sessionStorage.getItem(KEPT) ?? "null");
window.sessionStorage.removeItem(KEPT);
if (kept && window.location.hash) {
  window.scrollTo(0, kept.y);
  if (region()) region().scrollLeft = kept.x;
  focus(document.getElementById(decodeURIComponent(window.location.hash.slice(1))));
}
