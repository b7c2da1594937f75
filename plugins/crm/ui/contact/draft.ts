import type { Contact } from '../types.ts'

/** A contact while it is typed: every value is text, and '' stands for nothing. */
export interface Draft {
  readonly firstName: string
  readonly lastName: string
  readonly jobTitle: string
  readonly website: string
  readonly street: string
  readonly city: string
  readonly region: string
  readonly postalCode: string
  readonly country: string
  readonly birthday: string
  readonly notes: string
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly tags: readonly string[]
  readonly company: { readonly id: string; readonly name: string } | null
  readonly custom: Readonly<Record<string, string>>
}

export const lines = [
  'firstName',
  'lastName',
  'jobTitle',
  'website',
  'street',
  'city',
  'region',
  'postalCode',
  'country',
  'birthday',
  'notes',
] as const
const lists = ['emails', 'phones', 'tags'] as const
export type Line = (typeof lines)[number]

export function emptyDraft(): Draft {
  const empty = Object.fromEntries(lines.map((line) => [line, ''])) as Record<Line, string>
  return { ...empty, emails: [], phones: [], tags: [], company: null, custom: {} }
}

export function toDraft(contact: Contact): Draft {
  const { emails, phones, tags, company } = contact
  const texts = Object.fromEntries(lines.map((line) => [line, contact[line] ?? ''])) as Record<Line, string>
  const custom = Object.fromEntries(Object.entries(contact.custom).map(([key, value]) => [key, String(value ?? '')]))
  return { ...texts, emails, phones, tags, company, custom }
}

/** A new contact as the API takes it. */
export function toBody(draft: Draft): Record<string, unknown> {
  return toPatch(draft, emptyDraft())
}

/** What changed, as the API takes it; nothing else is sent, so nothing else can be overwritten. */
export function toPatch(draft: Draft, base: Draft): Record<string, unknown> {
  const patch: Record<string, unknown> = {}
  for (const line of lines) if (draft[line] !== base[line]) patch[line] = draft[line]
  for (const list of lists) if (!isSame(draft[list], base[list])) patch[list] = draft[list]
  if (draft.company?.id !== base.company?.id) patch.companyId = draft.company?.id ?? null
  const custom = Object.entries(draft.custom).filter(([key, value]) => value !== (base.custom[key] ?? ''))
  if (custom.length > 0)
    patch.custom = Object.fromEntries(custom.map(([key, value]) => [key, value === '' ? null : value]))
  return patch
}

export interface Merged {
  readonly draft: Draft
  /** What both changed: the typed value stays, and this is what the other wrote. `custom/<key>` for own fields. */
  readonly clashes: Readonly<Record<string, string>>
}

/** Brings somebody else's changes under what was typed: what was typed stays, all else becomes theirs. */
export function mergeDraft(mine: Draft, base: Draft, theirs: Draft): Merged {
  const clashes: Record<string, string> = {}
  const merge = <Value>(
    name: string,
    [own, before, other]: readonly [Value, Value, Value],
    words: (value: Value) => string,
  ): Value => {
    if (isSame(own, before)) return other
    if (!isSame(other, before) && !isSame(other, own)) clashes[name] = words(other)
    return own
  }
  const text = (value: string) => value
  const list = (value: readonly string[]) => value.join(', ')
  const texts = Object.fromEntries(
    lines.map((line) => [line, merge(line, [mine[line], base[line], theirs[line]], text)]),
  ) as Record<Line, string>
  const keys = new Set([...Object.keys(mine.custom), ...Object.keys(theirs.custom)])
  const custom = Object.fromEntries(
    [...keys].map((key) => [
      key,
      merge(`custom/${key}`, [mine.custom[key] ?? '', base.custom[key] ?? '', theirs.custom[key] ?? ''], text),
    ]),
  )
  const draft: Draft = {
    ...texts,
    emails: merge('emails', [mine.emails, base.emails, theirs.emails], list),
    phones: merge('phones', [mine.phones, base.phones, theirs.phones], list),
    tags: merge('tags', [mine.tags, base.tags, theirs.tags], list),
    company: merge('company', [mine.company, base.company, theirs.company], (company) => company?.name ?? ''),
    custom,
  }
  return { draft, clashes }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
