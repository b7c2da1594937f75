import { and, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { foldText } from '#sdk'

/** The condition that a folded text holds every word of a question, anywhere in it; accents and case do not matter. */
export function containing(text: SQLWrapper, q: string | undefined): SQL | undefined {
  return and(...patternsOf(q).map((pattern) => sql`${text} like ${pattern}`))
}

/** The words of a question as `like` takes them, each anywhere in a text. */
export function patternsOf(q: string | undefined): string[] {
  return foldText(q ?? '')
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => `%${part.replaceAll(/[\\%_]/g, '\\$&')}%`)
}

/** The condition that a list of tags has one. */
export function tagged(tags: SQLWrapper, tag: string | undefined): SQL | undefined {
  return tag === undefined || tag === '' ? undefined : sql`${tags} @> array[${tag}]::text[]`
}
