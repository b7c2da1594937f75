import { describe, expect, it } from 'vitest'
import { typeFault } from './sniff-type.ts'

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? Array.from(part, (letter) => letter.charCodeAt(0)) : part)),
  )
const png = bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0])
const zip = bytes('PK', [3, 4, 20, 0])
const page = bytes('\n  <!DOCTYPE html><html><script>alert(1)</script>')
const drawing = bytes(
  '<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
)
const program = bytes('MZ', [0x90, 0, 3])

describe('the type of a file', () => {
  it('fits when the file begins like it', () => {
    const fitting: [string, Uint8Array][] = [
      ['image/png', png],
      ['image/jpeg', bytes([0xff, 0xd8, 0xff, 0xe0])],
      ['image/gif', bytes('GIF89a')],
      ['image/webp', bytes('RIFF', [1, 2, 3, 4], 'WEBPVP8 ')],
      ['image/avif', bytes([0, 0, 0, 28], 'ftypavif')],
      ['image/heic', bytes([0, 0, 0, 28], 'ftypheic')],
      ['application/pdf', bytes('%PDF-1.7')],
      ['application/zip', zip],
      ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', zip],
      ['application/vnd.oasis.opendocument.text', zip],
      ['application/vnd.ms-excel', bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
      ['video/mp4', bytes([0, 0, 0, 32], 'ftypisom')],
      ['audio/mpeg', bytes('ID3', [4, 0])],
      ['audio/mpeg', bytes([0xff, 0xfb, 0x90])],
      ['text/csv', bytes('Name;City\nAnna;Malm\xc3\xb6')],
      ['text/plain', bytes([0xff, 0xfe, 65, 0])],
      ['application/json', bytes('{"a":1}')],
      ['text/html', page],
      ['image/svg+xml', drawing],
      ['application/octet-stream', program],
      ['application/x-something-new', bytes([1, 2, 3])],
      ['image/png', bytes()],
    ]
    for (const [type, beginning] of fitting)
      expect({ type, fault: typeFault(type, beginning) }).toEqual({ type, fault: undefined })
  })

  it('does not fit when the file begins otherwise, least of all with what could run', () => {
    const misfits: [string, Uint8Array, RegExp][] = [
      ['image/png', bytes([0xff, 0xd8, 0xff]), /does not begin like image\/png/],
      ['image/png', page, /a web page/],
      ['image/jpeg', drawing, /a web page/],
      ['application/pdf', page, /a web page/],
      ['text/csv', page, /a web page/],
      ['application/pdf', program, /a program/],
      ['image/webp', bytes([0x7f], 'ELF'), /a program/],
      ['application/x-something-new', page, /a web page/],
      ['text/plain', bytes('text', [0], 'more'), /not text/],
      ['image/svg+xml', png, /not text/],
      ['video/mp4', zip, /does not begin like video\/mp4/],
      ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', bytes('%PDF-1.7'), /does not begin/],
    ]
    for (const [type, beginning, reason] of misfits) expect(typeFault(type, beginning), type).toMatch(reason)
  })
})
