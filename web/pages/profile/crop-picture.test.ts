import { expect, it } from 'vitest'
import { centred, push, squareOf } from './crop-picture.ts'

const wide = { width: 400, height: 200 }

it('a picture is cut to a square around its middle, and closer with more zoom', () => {
  expect(squareOf(wide, centred)).toEqual({ left: 100, top: 0, side: 200 })
  expect(squareOf(wide, { zoom: 2, x: 0, y: 0 })).toEqual({ left: 150, top: 50, side: 100 })
  expect(squareOf(wide, { zoom: 2, x: -1, y: 1 })).toEqual({ left: 0, top: 100, side: 100 })
})

it('a push moves what is shown by as much, and never past an edge', () => {
  const pushed = push(wide, centred, 0.25, 0.25)
  expect(squareOf(wide, pushed)).toEqual({ left: 50, top: 0, side: 200 })
  expect(squareOf(wide, push(wide, centred, 9, 0)).left).toBe(0)
  expect(squareOf(wide, push(wide, { zoom: 2, x: 0, y: 0 }, -9, -9))).toEqual({ left: 300, top: 100, side: 100 })
})
