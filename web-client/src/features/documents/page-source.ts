/** Of a page as it is seen: of a PDF in points, of a picture in its own dots. */
export interface PageSize {
  readonly width: number
  readonly height: number
}

/** A document as pages that can be drawn. Whoever opens it closes it. */
export interface PageSource {
  readonly pages: number
  /** Draws a page (from 1) so wide, in device pixels. @returns its own size. */
  draw(page: number, canvas: HTMLCanvasElement, width: number): Promise<PageSize>
  close(): void
}

/** iOS gives up on canvases beyond about 16 million elements in sum; a page needs no more than this. */
const mostElements = 4_000_000

/** @returns null when this browser cannot open it. */
export async function openSource(bytes: Uint8Array<ArrayBuffer>, mediaType: string): Promise<PageSource | null> {
  try {
    if (mediaType !== 'application/pdf') return pictureSource(await createImageBitmap(new Blob([bytes], { type: mediaType })))
    return await (await import('./pdf-source')).pdfSource(bytes)
  } catch {
    return null
  }
}

function pictureSource(picture: ImageBitmap): PageSource {
  return {
    pages: 1,
    draw: (_page, canvas, wish) => {
      const { width, height } = fit(picture.width, picture.height, Math.min(wish, picture.width))
      canvas.width = width
      canvas.height = height
      canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height)
      return Promise.resolve({ width: picture.width, height: picture.height })
    },
    close: () => picture.close(),
  }
}

/** The size of a page that is drawn so wide, within what a phone can hold. */
export function fit(width: number, height: number, wish: number): { width: number; height: number } {
  const scale = Math.min(wish / width, Math.sqrt(mostElements / (width * height)))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
