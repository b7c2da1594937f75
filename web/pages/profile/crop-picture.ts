export interface Crop {
  /** 1 shows as much as there is. */
  readonly zoom: number
  /** From -1, the left or upper edge, to 1, the right or lower one; 0 is the middle. */
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export const centred: Crop = { zoom: 1, x: 0, y: 0 }
export const mostZoom = 4

/** The square of a picture that a crop shows. */
export function squareOf({ width, height }: Size, { zoom, x, y }: Crop): { left: number; top: number; side: number } {
  const side = Math.min(width, height) / zoom
  return { left: ((width - side) / 2) * (1 + x), top: ((height - side) / 2) * (1 + y), side }
}

/** The crop after the picture was pushed by so many parts of what is shown: 0.5 is half of it. */
export function push(size: Size, crop: Crop, byX: number, byY: number): Crop {
  const { side } = squareOf(size, crop)
  const move = (at: number, length: number, by: number) => {
    const room = (length - side) / 2
    return room <= 0 ? 0 : Math.min(1, Math.max(-1, at - (by * side) / room))
  }
  return { ...crop, x: move(crop.x, size.width, byX), y: move(crop.y, size.height, byY) }
}

/** Draws what a crop shows, filling the canvas. */
export function drawCrop(canvas: HTMLCanvasElement, source: ImageBitmap, crop: Crop): void {
  const { left, top, side } = squareOf(source, crop)
  const pen = canvas.getContext('2d')
  pen?.clearRect(0, 0, canvas.width, canvas.height)
  pen?.drawImage(source, left, top, side, side, 0, 0, canvas.width, canvas.height)
}
