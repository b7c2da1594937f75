import type { Page } from 'playwright-core'

const quality = 0.82

/** Packs a picture small enough to keep beside the code: WebP, by the browser that took it. */
export async function packPicture(page: Page, png: Uint8Array): Promise<Uint8Array> {
  const packed = await page.evaluate(`(async () => {
    const picture = await (await fetch('data:image/png;base64,${Buffer.from(png).toString('base64')}')).blob()
    const bitmap = await createImageBitmap(picture)
    const canvas = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height })
    canvas.getContext('2d').drawImage(bitmap, 0, 0)
    return canvas.toDataURL('image/webp', ${quality}).split(',')[1]
  })()`)
  return Buffer.from(String(packed), 'base64')
}
