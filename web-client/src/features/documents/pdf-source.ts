import { getDocument, GlobalWorkerOptions, type RenderTask } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import { fit, type PageSource } from './page-source'

GlobalWorkerOptions.workerSrc = workerUrl

/** A PDF by pdf.js: fonts and character maps from this server, no scripts, no XFA forms, nothing from elsewhere. */
export async function pdfSource(bytes: Uint8Array<ArrayBuffer>): Promise<PageSource> {
  // The worker takes the bytes over; the caller keeps its own, whose hash was checked.
  const loading = getDocument({
    data: bytes.slice(), cMapUrl: '/pdf/cmaps/', cMapPacked: true, standardFontDataUrl: '/pdf/standard_fonts/', isEvalSupported: false, enableXfa: false, useWasm: false,
    stopAtErrors: false, disableAutoFetch: true, disableStream: true,
  })
  const document = await loading.promise
  const running = new WeakMap<HTMLCanvasElement, RenderTask>()
  return {
    pages: document.numPages,
    async draw(number, canvas, wish) {
      running.get(canvas)?.cancel()
      const page = await document.getPage(number)
      const natural = page.getViewport({ scale: 1 })
      const { width, height } = fit(natural.width, natural.height, wish)
      canvas.width = width
      canvas.height = height
      const task = page.render({ canvas, viewport: page.getViewport({ scale: width / natural.width }) })
      running.set(canvas, task)
      await task.promise.catch((stopped: unknown) => {
        if (!(stopped instanceof Error) || stopped.name !== 'RenderingCancelledException') throw stopped
      })
      return { width: natural.width, height: natural.height }
    },
    close: () => void loading.destroy(),
  }
}
