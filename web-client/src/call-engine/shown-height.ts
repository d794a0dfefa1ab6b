import type { Cancel } from './clock'

/** Tells how high an element is shown, in device pixels: at once, and whenever that changes by a tenth or more. */
export function watchShownHeight(element: HTMLElement, tell: (height: number) => void): Cancel {
  let told = -1
  const observer = new ResizeObserver(() => {
    const height = Math.round(element.clientHeight * window.devicePixelRatio)
    if (told >= 0 && Math.abs(height - told) < told / 10) return
    told = height
    tell(height)
  })
  observer.observe(element)
  return () => observer.disconnect()
}
