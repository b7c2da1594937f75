import { gzipSync } from 'node:zlib'
import { bundleWeb, type WebChunk } from '../build/bundle-web.ts'
import { Refusal, runCommand } from '../cli/run-command.ts'

/** What a page may load before it shows anything: the shell, gzipped. */
const mostFirstLoadBytes = 110_000

/** Files that have no business in a browser, with the reason that is shown. */
const foreignFiles: readonly (readonly [RegExp, string])[] = [
  [/^kernel\//, 'code of the Worker'],
  [/^tools\//, 'the commands of this repository'],
  [/^plugins\/[^/]+\/(?!ui\/|client\.ts$|contract\.ts$|contract\/)/, 'the part of a plugin that runs in the Worker'],
  [/\.test\.tsx?$|\/testing\/|\/fixtures\//, 'test code'],
  [/^node_modules\/(drizzle-orm|@neondatabase|jose|valibot|@valibot|hono)\//, 'a library of the Worker'],
  [/^node_modules\/(stripe|openai|@aws-sdk|nodemailer)\//, 'a library of the Worker'],
]

/** Texts that give away what came in by another name. */
const foreignTexts: readonly (readonly [string, string])[] = [
  ['SESSION_SECRET', 'the name of a secret'],
  ['ENCRYPTION_KEY', 'the name of a secret'],
  ['DATABASE_URL', 'the name of a secret'],
  ['cloudflare:workers', 'the runtime of the Worker'],
  ['correct horse battery staple', 'the password of test people'],
]

/** What is wrong with the scripts of the pages; nothing when they may be served. */
export function pagesFaults(chunks: readonly WebChunk[]): string[] {
  const files = chunks.flatMap(({ fileName, inputs }) =>
    inputs.flatMap((file) =>
      foreignFiles.filter(([pattern]) => pattern.test(file)).map(([, what]) => `${fileName} holds ${file}: ${what}`),
    ),
  )
  const texts = chunks.flatMap(({ fileName, code }) =>
    foreignTexts.filter(([text]) => code.includes(text)).map(([text, what]) => `${fileName} says ${text}: ${what}`),
  )
  const bytes = firstLoadBytes(chunks)
  return [
    ...(chunks.some(({ isEntry }) => isEntry) ? [] : ['there is no script to begin with']),
    ...(bytes > mostFirstLoadBytes
      ? [`the first load is ${bytes} bytes gzipped; ${mostFirstLoadBytes} is the most`]
      : []),
    ...files,
    ...texts,
  ]
}

/** What every page loads before it begins, gzipped: the entry and all that it imports without being asked. */
export function firstLoadBytes(chunks: readonly WebChunk[]): number {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const loaded = new Set<string>()
  const load = (name: string): void => {
    if (loaded.has(name)) return
    loaded.add(name)
    for (const next of byName.get(name)?.imports ?? []) load(next)
  }
  for (const { isEntry, fileName } of chunks) if (isEntry) load(fileName)
  return [...loaded].reduce((sum, name) => sum + gzipSync(byName.get(name)?.code ?? '').length, 0)
}

async function main(): Promise<void> {
  const chunks = await bundleWeb()
  const faults = pagesFaults(chunks)
  if (faults.length > 0) throw new Refusal(faults.map((fault) => `pages: ${fault}`).join('\n'))
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`
  const inputs = new Set(chunks.flatMap((chunk) => chunk.inputs))
  console.log(
    `pages: first load ${kilobytes(firstLoadBytes(chunks))} gzipped of ${kilobytes(mostFirstLoadBytes)}, ${chunks.length} scripts of ${inputs.size} files, none that should not be there`,
  )
}

if (import.meta.main) await runCommand(main)
