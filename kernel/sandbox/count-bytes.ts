import { kernelErrors } from '../errors/kernel-errors.ts'

const largestResponse = 10 * 1024 * 1024
/** Bytes are counted in steps of this size, and what is left at the end. */
const stepBytes = 256 * 1024

/** Passes a body on while it is counted; it breaks off when it is too large, or the count is refused. */
export function countBytes(
  body: ReadableStream<Uint8Array>,
  count: (amount: number) => Promise<unknown>,
): ReadableStream<Uint8Array> {
  let size = 0
  let uncounted = 0
  const settle = async () => {
    const amount = uncounted
    uncounted = 0
    if (amount > 0) await count(amount)
  }
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      async transform(chunk, controller) {
        size += chunk.byteLength
        uncounted += chunk.byteLength
        if (size > largestResponse) {
          await settle().catch(() => undefined)
          throw kernelErrors.tooMuchData({ limitBytes: largestResponse })
        }
        if (uncounted >= stepBytes) await settle()
        controller.enqueue(chunk)
      },
      flush: settle,
    }),
  )
}
