import type { Block } from '../../kernel/sdk/pages.ts'
import { Problem } from '../shell/problem.ts'
import { readField } from './read-field.ts'

export type Entry = Extract<Block, { block: 'form' }>['entries'][number]

interface Around {
  /** What was there before. */
  readonly before: unknown
  /** The workspace's own, for new amounts. */
  readonly currency: string
  /** What is emptied is null then; else it is left out. */
  readonly isChange: boolean
}

/** What a form holds, as the plugin's route takes it: each entry as the member that it fills. */
export function bodyOf(entries: readonly Entry[], data: FormData, around: Around): Record<string, unknown> {
  const members = entries.map(({ name, as }) => [name, valueOfEntry(name, as, data, around)] as const)
  return Object.fromEntries(members.filter(([, value]) => value !== undefined))
}

function valueOfEntry(name: string, as: Entry['as'], data: FormData, around: Around): unknown {
  if (as === 'yesNo') return data.has(name)
  const text = String(data.get(name) ?? '').trim()
  if (text === '') return around.isChange ? null : undefined
  if (as === 'number') return Number(text)
  if (as === 'money') return { amount: Number(text), currency: currencyOf(around.before, name, around.currency) }
  return text
}

/** An amount that is there keeps its currency. */
export function currencyOf(before: unknown, name: string, usual: string): string {
  const currency = readField(before, `${name}.currency`)
  return typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) ? currency : usual
}

/** A failure with each fault at the entry that it is about; what is about none of them is said above the form. */
export function atEntries(error: unknown, entries: readonly Entry[]): unknown {
  if (!(error instanceof Problem) || Object.keys(error.fields).length === 0) return error
  const names = new Set(entries.map(({ name }) => name))
  const faults = Object.entries(error.fields).map(([pointer, detail]) => ({
    name: pointer.split('/')[0] ?? '',
    detail,
  }))
  const lost = faults.filter(({ name }) => !names.has(name))
  return new Problem(error.status, {
    ...error.facts,
    errors: lost.length > 0 ? [] : faults.map(({ name, detail }) => ({ pointer: `#/${name}`, detail })),
    ...(lost.length > 0 ? { detail: faults.map(({ detail }) => detail).join('. ') } : {}),
  })
}
