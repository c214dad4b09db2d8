// On a phone some lines of links slide: they show first the one where the reader is. Without it one slides there.
for (const line of document.querySelectorAll("[data-slides]")) {
  const here = line.querySelector("[aria-current]")?.getBoundingClientRect();
  const whole = line.getBoundingClientRect();
  if (here) line.scrollLeft += here.left - whole.left - (whole.width - here.width) / 2;
}
