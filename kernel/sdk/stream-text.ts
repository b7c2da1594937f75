/**
 * A body that is written while it is read: each piece is asked for when the reader wants it, and the generator ends
 * when the reader goes.
 *
 * Nothing is done in a `start` of the stream: workerd does not wait for one that is asynchronous before it asks for
 * the first piece, and a heading that was written there could be lost.
 */
export function streamText(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      let next = await pieces.next()
      while (next.done !== true && next.value === '') next = await pieces.next()
      if (next.done === true) controller.close()
      else controller.enqueue(encoder.encode(next.value))
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}
