import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { BuiltCode } from './build-code.ts'
import { originOf } from './code-faults.ts'
import type { Description } from './describe-plugin.ts'
import { type Fault, Faults } from './fault.ts'

const loadMs = 10_000

/** Runs the bundled declaration in a thread of its own, which ends with it: what it leaves behind is no matter. */
export async function describeApart(code: BuiltCode): Promise<Description> {
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads')
     import('data:text/javascript;base64,' + workerData).then(
       ({ default: described }) => parentPort.postMessage({ described: JSON.parse(JSON.stringify(described)) }),
       (error) => parentPort.postMessage({ failure: String(error?.stack ?? error) }),
     )`,
    { eval: true, workerData: Buffer.from(code.text).toString('base64'), stdout: true, stderr: true },
  )
  try {
    const [message] = (await once(worker, 'message', { signal: AbortSignal.timeout(loadMs) })) as [Loaded]
    if ('described' in message) return message.described
    throw new Faults([thrown(code, message.failure)])
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error
    const message = `It was not loaded after ${loadMs / 1000} s: importing a plugin does no work`
    throw new Faults([{ file: 'plugin.ts', message }])
  } finally {
    await worker.terminate()
  }
}

type Loaded = { readonly described: Description } | { readonly failure: string }

/** A failure of loading, at the first line of its stack that is the author's own. */
function thrown(code: BuiltCode, stack: string): Fault {
  const [first = ''] = stack.split('\n')
  const message = `Loading it failed: ${first}`
  const frames = [...stack.matchAll(/data:\S+?:(\d+):(\d+)\)?$/gm)]
  const places = frames.map(([, line, column]) => originOf(code, Number(line), Number(column)))
  const own = places.find(({ file }) => !file.startsWith('..') && !file.includes('node_modules'))
  return { ...(own ?? { file: 'plugin.ts' }), message }
}

let described = 0

/** Runs a declaration that was built without its packages in this very process, which has them loaded: quick. */
export async function describeHere(folder: string, { text }: BuiltCode): Promise<Description> {
  const place = join(folder, '.dpf')
  const file = join(place, `described-${process.pid}-${described++}.mjs`)
  await mkdir(place, { recursive: true })
  await writeFile(file, text)
  try {
    const loaded = (await import(pathToFileURL(file).href)) as { default: Description }
    return JSON.parse(JSON.stringify(loaded.default)) as Description
  } finally {
    await rm(file, { force: true })
  }
}
