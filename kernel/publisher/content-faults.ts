import { pointTo } from '../errors/point-to.ts'
import { type Bundle, largestCode, largestScreenshot } from '../sandbox/bundle.ts'
import type { Manifest } from '../sandbox/manifest.ts'
import { countTables, migrationFaults } from '../sandbox/sql/migration-faults.ts'
import { pictureType } from '../tenancy/picture-type.ts'
import type { Fault } from './fault.ts'

/** What is wrong with the parts of a bundle beside its manifest: code, migrations and pictures. */
export async function contentFaults(bundle: Bundle, manifest: Manifest): Promise<Fault[]> {
  return [
    ...textFaults(bundle),
    ...migrationsFaults(bundle.migrations, manifest.id),
    ...(await pictureFaults(bundle, manifest)),
  ]
}

/** Two texts that differ only in half a character have one hash: neither is taken. PostgreSQL keeps no NUL. */
function textFaults({ manifest, code, migrations }: Bundle): Fault[] {
  const texts = [
    { pointer: '#/code', text: code },
    ...migrations.map(({ sql }, place) => ({ pointer: `#/migrations/${place}/sql`, text: sql })),
  ]
  const bytes = new TextEncoder().encode(code).length
  return [
    ...texts
      .filter(({ text }) => !isPlain(text))
      .map(({ pointer }) => ({ pointer, detail: 'Leave out NUL and half characters' })),
    ...(isPlainThroughout(manifest) ? [] : [{ pointer: '#/manifest', detail: 'Leave out NUL and half characters' }]),
    ...(bytes > largestCode
      ? [{ pointer: '#/code', detail: `Its code has ${bytes} bytes; ${largestCode} is the most` }]
      : []),
    ...(/\bexport\s+default\b|\bas\s+default\b/.test(code)
      ? []
      : [{ pointer: '#/code', detail: 'It exports nothing by default: make it with dpf bundle' }]),
  ]
}

function isPlain(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** A text of JSON, and every text that is written in it with escapes. */
function isPlainThroughout(json: string): boolean {
  let isFine = isPlain(json)
  JSON.parse(json, (key, value) => {
    isFine &&= isPlain(key) && (typeof value !== 'string' || isPlain(value))
    return value
  })
  return isFine
}

function migrationsFaults(migrations: Bundle['migrations'], pluginId: string): Fault[] {
  let tables = 0
  return migrations.flatMap(({ id, sql }, place) => {
    const before = migrations[place - 1]?.id
    const faults = migrationFaults(sql, pluginId, tables)
    if (faults.length === 0) tables += countTables(sql)
    return [
      ...(before !== undefined && before.slice(0, 4) >= id.slice(0, 4)
        ? [{ pointer: pointTo('migrations', String(place), 'id'), detail: `Number it higher than ${before}` }]
        : []),
      ...faults.map(({ message, line, column }) => ({
        pointer: pointTo('migrations', String(place), 'sql'),
        detail: `${id}.sql:${line}:${column}: ${message}`,
      })),
    ]
  })
}

async function pictureFaults({ screenshots }: Bundle, manifest: Manifest): Promise<Fault[]> {
  if (screenshots.length !== manifest.screenshots.length)
    return [
      {
        pointer: '#/screenshots',
        detail: `The manifest names ${manifest.screenshots.length} pictures, and here are ${screenshots.length}`,
      },
    ]
  const faults = await Promise.all(
    screenshots.map(async (text, place) => {
      const detail = await pictureFault(text, manifest.screenshots[place])
      return detail === undefined ? [] : [{ pointer: `#/screenshots/${place}`, detail }]
    }),
  )
  return faults.flat()
}

async function pictureFault(
  text: string,
  said: Manifest['screenshots'][number] | undefined,
): Promise<string | undefined> {
  const bytes = readBase64(text)
  if (bytes === undefined) return 'It is no base64'
  if (bytes.length > largestScreenshot) return `It has ${bytes.length} bytes; ${largestScreenshot} is the most`
  if (pictureType(bytes) !== said?.type) return `It is no ${said?.type}`
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  const hash = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hash === said?.sha256 ? undefined : 'It is not the picture that the manifest names: their hashes differ'
}

function readBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  } catch {
    return undefined
  }
}
