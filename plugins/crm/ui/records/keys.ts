import type { RecordKind } from '../types.ts'

/** What a record of each kind is called in the ledger and in subjects. */
export const nouns = { contacts: 'contact', companies: 'company', deals: 'deal', tasks: 'task' } as const
export type Noun = (typeof nouns)[RecordKind]

/**
 * Under this key lie all lists of a kind.
 *
 * They stand beside the module's other answers, not under them: a change that somebody else makes asks all of those
 * again, and a list that was scrolled far would be asked page by page. `keepListLive` brings such a change in with care.
 */
export const listsKey = (slug: string, kind: RecordKind) => [slug, 'crm lists', kind] as const
export const recordKey = (slug: string, noun: Noun, id: string) => [slug, 'crm', noun, id] as const
export const suggestedKey = (slug: string, kind: RecordKind) => [slug, 'crm', 'suggested', kind] as const
export const tagsKey = (slug: string) => [slug, 'crm', 'tags'] as const
export const pipelinesKey = (slug: string) => [slug, 'crm', 'pipelines'] as const
export const boardsKey = (slug: string) => [slug, 'crm', 'board'] as const
export const dashboardKey = (slug: string) => [slug, 'crm', 'dashboard'] as const
export const viewsKey = (slug: string, kind: RecordKind) => [slug, 'crm', 'views', kind] as const
export const notesKey = (slug: string, noun: string, id: string) => [slug, 'crm', 'notes', noun, id] as const
export const timelineKey = (slug: string) => [slug, 'crm', 'timeline'] as const
export const trashKey = (slug: string) => [slug, 'crm', 'trash'] as const
export const duplicatesKey = (slug: string) => [slug, 'crm', 'duplicates'] as const
