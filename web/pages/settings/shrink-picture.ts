import { Problem } from '#kit'

const longestSide = 512
const largestBytes = 256 * 1024
const qualities = [0.92, 0.8, 0.6] as const

/**
 * Makes a small picture of any that the browser can show, and leaves behind what cameras write into theirs, such as the
 * place where it was taken.
 */
export async function shrinkPicture(file: Blob): Promise<Blob> {
  const source = await openPicture(file)
  const scale = Math.min(1, longestSide / Math.max(source.width, source.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(source.width * scale))
  canvas.height = Math.max(1, Math.round(source.height * scale))
  canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height)
  source.close()
  return encodePicture(canvas)
}

/** Reads a picture, upright as it was taken. */
export async function openPicture(file: Blob): Promise<ImageBitmap> {
  return createImageBitmap(file).catch(() => {
    throw new Problem(422, { title: 'This file is not a picture. Choose a PNG, JPEG or WebP file' })
  })
}

/** What was drawn, as a file that the API takes. */
export async function encodePicture(canvas: HTMLCanvasElement): Promise<Blob> {
  for (const quality of qualities) {
    const picture = await encode(canvas, quality)
    if (picture !== null && picture.size <= largestBytes) return picture
  }
  throw new Problem(413, { title: 'This picture is too large even when it is made small. Choose a simpler one' })
}

/** WebP, or PNG in a browser that writes no WebP. */
function encode(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/webp', quality))
}
