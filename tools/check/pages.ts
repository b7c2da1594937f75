import { gzipSync } from 'node:zlib'
import { bundleEmbed } from '../build/bundle-embed.ts'
import { bundleWeb, type WebChunk } from '../build/bundle-web.ts'
import { Refusal, runCommand } from '../cli/run-command.ts'

/** What a page of the workspace may load before it shows anything: the shell, gzipped. */
const mostFirstLoadBytes = 110_000
/** All that a visitor's page may ever load, in every language, gzipped. */
const mostSiteBytes = 60_000
/** The script on other people's pages, gzipped. */
const mostEmbedBytes = 5000

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
  const visitorBytes = siteBytes(chunks)
  return [
    ...(chunks.some(({ isEntry }) => isEntry) ? [] : ['there is no script to begin with']),
    ...(bytes > mostFirstLoadBytes
      ? [`the first load is ${bytes} bytes gzipped; ${mostFirstLoadBytes} is the most`]
      : []),
    ...(visitorBytes > mostSiteBytes
      ? [`the pages of visitors are ${visitorBytes} bytes gzipped; ${mostSiteBytes} is the most`]
      : []),
    ...files,
    ...texts,
  ]
}

/** What every page of the workspace loads before it begins, gzipped: the entry and all that it imports unasked. */
export function firstLoadBytes(chunks: readonly WebChunk[]): number {
  const entries = chunks.filter(({ isEntry, name }) => isEntry && name !== 'site')
  return loadedBytes(chunks, entries, ({ imports }) => imports)
}

/** All that the pages of visitors can load, gzipped: what comes later too. */
export function siteBytes(chunks: readonly WebChunk[]): number {
  const entries = chunks.filter(({ isEntry, name }) => isEntry && name === 'site')
  return loadedBytes(chunks, entries, ({ imports, later }) => [...imports, ...later])
}

function loadedBytes(
  chunks: readonly WebChunk[],
  entries: readonly WebChunk[],
  nextOf: (chunk: WebChunk) => readonly string[],
): number {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const loaded = new Set<WebChunk>()
  const load = (chunk: WebChunk | undefined): void => {
    if (chunk === undefined || loaded.has(chunk)) return
    loaded.add(chunk)
    for (const next of nextOf(chunk)) load(byName.get(next))
  }
  for (const entry of entries) load(entry)
  return [...loaded].reduce((sum, { code }) => sum + gzipSync(code).length, 0)
}

/** What is wrong with the script for other people's pages. */
export function embedFaults(code: string): string[] {
  const bytes = gzipSync(code).length
  return [
    ...(bytes > mostEmbedBytes ? [`embed.js is ${bytes} bytes gzipped; ${mostEmbedBytes} is the most`] : []),
    ...(/\b(eval|innerHTML|new Function|import)\b/.test(code) ? ['embed.js would not run under a strict policy'] : []),
  ]
}

async function main(): Promise<void> {
  const chunks = await bundleWeb()
  const embed = (await bundleEmbed()).text
  const faults = [...pagesFaults(chunks), ...embedFaults(embed)]
  if (siteBytes(chunks) === 0) faults.push('there are no pages for visitors')
  if (faults.length > 0) throw new Refusal(faults.map((fault) => `pages: ${fault}`).join('\n'))
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`
  const inputs = new Set(chunks.flatMap((chunk) => chunk.inputs))
  console.log(
    `pages: first load ${kilobytes(firstLoadBytes(chunks))} gzipped of ${kilobytes(mostFirstLoadBytes)}, visitors ${kilobytes(siteBytes(chunks))} of ${kilobytes(mostSiteBytes)}, embed ${gzipSync(embed).length} bytes, ${chunks.length} scripts of ${inputs.size} files, none that should not be there`,
  )
}

if (import.meta.main) await runCommand(main)
