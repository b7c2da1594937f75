import { gzipSync } from 'node:zlib'
import { bundleWorker } from '../build/build-worker.ts'
import { Refusal, runCommand } from '../cli/run-command.ts'

const mostGzipBytes = 500_000

/** Files that have no business in the Worker, with the reason that is shown. */
const foreignFiles: readonly (readonly [RegExp, string])[] = [
  [/^tools\//, 'the commands of this repository'],
  [/\.test\.tsx?$|\/testing(\.ts$|\/)|\/fixtures\//, 'test code'],
  [/^node_modules\/(miniflare|workerd|wrangler|esbuild)\//, 'the local runtime'],
  [/^node_modules\/(@electric-sql|pg)\//, 'the local database'],
  [/^node_modules\/(vitest|fast-check|csv-parse|autocannon)\//, 'a library for tests'],
  [/^node_modules\/swagger-ui/, 'the reference page, which is an asset'],
]

/** Texts that give away what came in by another name. */
const foreignTexts: readonly (readonly [string, string])[] = [
  ['miniflare', 'the local runtime'],
  ['pglite', 'the local database'],
  ['vitest', 'the test runner'],
  ['correct horse battery staple', 'the password of test people'],
  ['swagger-ui-dist', 'the reference page, which is an asset'],
  ['"node:fs', 'a file system that is not there'],
  ['"node:net"', 'sockets that are not there'],
  ['"node:child_process"', 'processes that are not there'],
]

export interface Bundle {
  readonly text: string
  /** The files that it is made of, from the root of the repository. */
  readonly inputs: readonly string[]
}

/** What is wrong with a minified Worker; nothing when it may be deployed. */
export function bundleFaults({ text, inputs }: Bundle): string[] {
  const gzipBytes = gzipSync(text).length
  const files = inputs.flatMap((file) =>
    foreignFiles.filter(([pattern]) => pattern.test(file)).map(([, what]) => `it holds ${file}: ${what}`),
  )
  const texts = foreignTexts
    .filter(([foreign]) => text.includes(foreign))
    .map(([foreign, what]) => `it says ${foreign} (${what}): …${around(text, foreign)}…`)
  const isLarge = gzipBytes > mostGzipBytes ? [`it has ${gzipBytes} bytes gzipped; ${mostGzipBytes} is the most`] : []
  return [...(inputs.length === 0 ? ['it is made of nothing'] : []), ...isLarge, ...files, ...texts]
}

function around(text: string, part: string): string {
  const at = text.indexOf(part)
  return text.slice(Math.max(0, at - 60), at + part.length + 60)
}

async function main(): Promise<void> {
  const bundle = await bundleWorker({ minify: true })
  const faults = bundleFaults(bundle)
  if (faults.length > 0) throw new Refusal(faults.map((fault) => `bundle: ${fault}`).join('\n'))
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`
  console.log(
    `bundle: ${kilobytes(bundle.text.length)}, ${kilobytes(gzipSync(bundle.text).length)} gzipped of ${kilobytes(mostGzipBytes)}, ${bundle.inputs.length} files, none that should not be there`,
  )
}

if (import.meta.main) await runCommand(main)
