import type { InferOutput } from 'valibot'
import type { KernelContext } from '../request/context.ts'
import { askedGrants, carriedGrants } from './asked-grants.ts'
import { findNewest, findOffer, type ReadVersion, seekInstallation } from './find-installation.ts'
import type { Plan } from './installation-schemas.ts'
import { asksMore } from './read-installed.ts'
import { titlesOf } from './read-listings.ts'
import { sentencesOf } from './sentences.ts'

/** What another version would change: in what it asks for, and in its tables. */
export async function planUpgrade(
  c: KernelContext,
  id: string,
  version: string | undefined,
): Promise<InferOutput<typeof Plan>> {
  const found = await seekInstallation(c, id)
  const next = version === undefined && found !== undefined ? await findNewest(c, id) : await findOffer(c, id, version)
  const asked = askedGrants(next.manifest.needs)
  const plan = { to: next.version, changes: next.changes, database: describeSteps(next, found?.current) }
  if (found === undefined) {
    const asks = sentencesOf(next.manifest.needs, next.migrations.length > 0, titlesOf(c))
    return { ...plan, from: null, asksMore: asks, asksLess: [], grants: asked }
  }
  const { row, current } = found
  return {
    ...plan,
    from: current.version,
    asksMore: asksMore(c, current.manifest, next.manifest),
    asksLess: asksMore(c, next.manifest, current.manifest),
    grants: carriedGrants(row.grants, askedGrants(current.manifest.needs), asked),
  }
}

/** What the next version does to the tables that the one before did not. */
function describeSteps(next: ReadVersion, current: ReadVersion | undefined) {
  const known = new Set(current?.migrations.map(({ id }) => id))
  return next.migrations
    .filter(({ id }) => !known.has(id))
    .flatMap(({ sql }) => sql.split('--> statement-breakpoint'))
    .map((sql) => sql.trim())
    .filter((sql) => sql !== '')
    .map((sql) => ({ text: describeStatement(sql), sql }))
}

/** In plain words, as far as the kinds go that a published plugin's migrations may be of. */
export function describeStatement(sql: string): string {
  const words = sql
    .replaceAll(/--[^\n]*\n?|\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const name = (match: RegExpExecArray | null, place = 1) =>
    (match?.[place] ?? '').replaceAll('"', '').split('.').at(-1)
  const table = /^create table (?:if not exists )?([\w."]+)/i.exec(words)
  if (table !== null) return `Adds the table ${name(table)}`
  const altered = /^alter table (?:if exists )?(?:only )?([\w."]+) (.*)$/i.exec(words)
  if (altered !== null) {
    const columns = [...(altered[2] ?? '').matchAll(/\badd column (?:if not exists )?([\w"]+)/gi)]
    const names = columns.map((match) => name(match)).join(', ')
    return columns.length === 0
      ? `Adds a rule to the table ${name(altered)}`
      : `Adds to the table ${name(altered)}: ${names}`
  }
  const index = /^create (?:unique )?index .*?\bon (?:only )?([\w."]+)/i.exec(words)
  if (index !== null) return `Makes the table ${name(index)} faster to search`
  return 'Describes its tables'
}
