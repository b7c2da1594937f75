/** What a picture may be, by its first bytes: the content type that a client claims decides nothing. */
const signatures: readonly { readonly type: string; readonly isIt: (bytes: Uint8Array) => boolean }[] = [
  { type: 'image/png', isIt: (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { type: 'image/jpeg', isIt: (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff]) },
  {
    type: 'image/webp',
    isIt: (bytes) =>
      startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && startsWith(bytes.subarray(8), [0x57, 0x45, 0x42, 0x50]),
  },
]

/** The content type of a PNG, JPEG or WebP picture; undefined for anything else. */
export function pictureType(bytes: Uint8Array): string | undefined {
  return signatures.find(({ isIt }) => isIt(bytes))?.type
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return bytes.length > signature.length && signature.every((byte, place) => bytes[place] === byte)
}
