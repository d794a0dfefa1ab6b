import type { Pixels } from './geometry'

/** Phones take 12 million picture elements and more; these are enough for a sheet and fit into any phone's memory. */
const mostElements = 12_000_000

/** Decodes a picture upright, as its EXIF says, and not larger than can be worked on. @returns null when it is none. */
export async function decode(file: Blob): Promise<Pixels | null> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const scale = Math.min(1, Math.sqrt(mostElements / (picture.width * picture.height)))
    const pixels = draw(picture, Math.round(picture.width * scale), Math.round(picture.height * scale))
    picture.close()
    return pixels
  } catch {
    return null
  }
}

/** What a camera shows now. */
export function grab(video: HTMLVideoElement): Pixels | null {
  return video.videoWidth === 0 ? null : draw(video, video.videoWidth, video.videoHeight)
}

export async function toJpeg(picture: Pixels): Promise<Blob | null> {
  const canvas = canvasOf(picture)
  return new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.9))
}

export function canvasOf({ width, height, data }: Pixels): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0)
  return canvas
}

function draw(source: CanvasImageSource, width: number, height: number): Pixels | null {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return null
  context.drawImage(source, 0, 0, width, height)
  const { data } = context.getImageData(0, 0, width, height)
  canvas.width = canvas.height = 0 // phones count canvases' memory
  return { width, height, data: data as Uint8ClampedArray<ArrayBuffer> }
}
