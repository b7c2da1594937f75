import { build } from 'esbuild'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { streamText } from './stream-text.ts'

/** Streams what is read slowly, as from a database that is busy, with either the first or the others the slowest. */
const slow = `
import { streamText } from './stream-text.ts'
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
async function* read(firstMs, nextMs) {
  await wait(firstMs)
  yield 'heading;'
  for (let place = 1; place <= 5; place++) {
    await wait(nextMs)
    yield place % 2 === 0 ? '' : 'page ' + place + ';'
  }
}
export default {
  fetch(request) {
    const { searchParams } = new URL(request.url)
    return new Response(streamText(read(Number(searchParams.get('first')), Number(searchParams.get('next')))))
  }
}`

describe('a body that is written while it is read', () => {
  let worker: Miniflare
  beforeAll(async () => {
    const stdin = { contents: slow, resolveDir: import.meta.dirname, loader: 'js' as const }
    const { outputFiles } = await build({ stdin, bundle: true, write: false, format: 'esm', outdir: 'unwritten' })
    const modules = [{ type: 'ESModule' as const, path: 'worker.js', contents: outputFiles[0]?.text ?? '' }]
    worker = new Miniflare(
      convertV4MiniflareOptions({
        cf: false,
        workers: [{ name: 'slow', modules, compatibilityDate: '2026-11-01' }],
      }),
    )
  })
  afterAll(() => worker.dispose())

  it.each([
    { first: 0, next: 0 },
    { first: 100, next: 0 },
    { first: 0, next: 30 },
    { first: 60, next: 30 },
  ])('has all of its pieces in their order, of which the first takes $first ms and the others $next', async (ms) => {
    const response = await worker.dispatchFetch(`http://slow/?first=${ms.first}&next=${ms.next}`)
    expect(await response.text()).toBe('heading;page 1;page 3;page 5;')
  })

  it('is read no further once nobody reads it', async () => {
    const { promise: over, resolve } = Promise.withResolvers<void>()
    async function* endless() {
      try {
        for (let place = 0; ; place++) yield `page ${place};`
      } finally {
        resolve()
      }
    }
    const reader = streamText(endless()).getReader()
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('page 0;')
    await reader.cancel()
    await over
  })
})
