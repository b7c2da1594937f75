import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import * as v from 'valibot'
import { Manifest } from '../../kernel/sandbox/manifest.ts'
import { pageFaults } from '../../kernel/sandbox/page-faults.ts'
import { reservedNames } from '../new-plugin/reserved-names.ts'
import type { BuiltCode } from './build-code.ts'
import { originOf } from './code-faults.ts'
import type { DeclarationFault, Description } from './describe-plugin.ts'
import { type Fault, Faults, nearest } from './fault.ts'
import { locate } from './locate.ts'
import { builtInIds } from './places.ts'

const loadMs = 10_000

/** What the folder says beside `definePlugin`. */
export interface ManifestExtras extends Pick<Manifest, 'screenshots'> {
  /** What is new in a version. */
  readonly changesOf: (version: string) => Promise<string>
  /** The version that the bundle has, by the one that is declared. */
  readonly versionOf: (declared: string) => string
}

/** The manifest of the plugin in a folder, from its code as it was built to describe itself. What is wrong in the declaration or its pages throws `Faults`. */
export async function readManifest(folder: string, code: BuiltCode, extras: ManifestExtras): Promise<Manifest> {
  const described = await load(code)
  const declared = String(described.manifest.version)
  const parsed = v.safeParse(Manifest, {
    ...described.manifest,
    version: extras.versionOf(declared),
    changes: (await extras.changesOf(declared)).slice(0, 5000),
    screenshots: extras.screenshots,
  })
  const faults = [
    ...described.faults,
    ...(await idFaults(described.manifest.id)),
    ...(parsed.success
      ? pageFaults(parsed.output).map((fault) => withGuess(fault, parsed.output))
      : parsed.issues.flatMap(faultsOf)),
  ]
  if (faults.length > 0 || !parsed.success) throw new Faults(faults.map((fault) => located(folder, fault)))
  return parsed.output
}

/** Runs the bundled declaration in a thread of its own, which ends with it: what it leaves behind is no matter. */
async function load(code: BuiltCode): Promise<Description> {
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

async function idFaults(id: unknown): Promise<DeclarationFault[]> {
  if (typeof id !== 'string') return []
  const taken = reservedNames.has(id) || (await builtInIds()).includes(id)
  return taken ? [{ path: ['id'], message: `${id} is taken by the platform itself: choose another id` }] : []
}

/** One fault for each leaf: of a block that fits no kind, what it lacks in the kind that it says. */
function faultsOf(issue: v.BaseIssue<unknown>): DeclarationFault[] {
  const path = (issue.path ?? []).map(({ key }) => key as string | number)
  const where = path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? `${key}` : `${text}.${key}`),
    '',
  )
  return [{ path, message: `${where}: ${issue.message}` }]
}

function withGuess(fault: DeclarationFault, { routes, pages }: Manifest): DeclarationFault {
  const wanted = /^There is no (?:route|page at) (.*)$/.exec(fault.message)?.[1]
  if (wanted === undefined) return fault
  const known = fault.message.includes('page at')
    ? pages.map(({ path }) => path)
    : routes.map(({ method, path }) => `${method} ${path}`)
  const guess = nearest(wanted, known)
  return guess === undefined ? fault : { ...fault, message: `${fault.message}; there is ${guess}` }
}

function located(folder: string, { path, message }: DeclarationFault): Fault {
  return { ...locate(folder, path), message }
}
