/** Brings an element to the top of the box that scrolls it, and leaves the page around that box where it is. */
export function scrollWithin(from: HTMLElement | null, element: Element | null | undefined, above = 0): void {
  const box = scrollingBox(from)
  if (box === null || !element) return
  box.scrollTop += element.getBoundingClientRect().top - box.getBoundingClientRect().top - above
}

function scrollingBox(from: HTMLElement | null): HTMLElement | null {
  for (let box = from?.parentElement ?? null; box !== null; box = box.parentElement) {
    if (['auto', 'scroll'].includes(getComputedStyle(box).overflowY)) return box
  }
  return null
}
