import { platformErrors, pointTo } from '#sdk'

export type CustomValue = string | number | boolean

/** A field that the workspace added, as far as reading values goes. */
export interface FieldDefinition {
  readonly key: string
  readonly type: 'text' | 'number' | 'date' | 'boolean' | 'choice' | 'formula'
  readonly choices: readonly string[]
}

/** Reads values by the workspace's own fields; every value that does not fit is named in one 422. */
export function readCustom(
  given: Readonly<Record<string, CustomValue | null>>,
  fields: readonly FieldDefinition[],
): Record<string, CustomValue | null> {
  const byKey = new Map(fields.map((field) => [field.key, field]))
  const read: Record<string, CustomValue | null> = {}
  const errors: { in: 'body'; pointer: string; detail: string }[] = []
  for (const [key, value] of Object.entries(given)) {
    const field = byKey.get(key)
    const result = field === undefined ? { wrong: 'There is no such field; add it first' } : readValue(field, value)
    if ('wrong' in result) errors.push({ in: 'body', pointer: pointTo('custom', key), detail: result.wrong })
    else read[key] = result.value
  }
  if (errors.length > 0) throw platformErrors.invalid({ errors })
  return read
}

/** Reads one value, from a form or from a cell of a file, where everything is text. */
export function readValue(
  field: FieldDefinition,
  value: CustomValue | null,
): { value: CustomValue | null } | { wrong: string } {
  if (field.type === 'formula') return { wrong: 'A formula works this out; it cannot be filled in' }
  if (value === null || value === '') return { value: null }
  switch (field.type) {
    case 'text':
      return String(value).length <= 5000 ? { value: String(value) } : { wrong: 'Use at most 5,000 characters' }
    case 'number':
      return readNumber(value)
    case 'date':
      return isDate(String(value)) ? { value: String(value) } : { wrong: 'Write a date like 2026-11-22' }
    case 'boolean':
      return readBoolean(value)
    case 'choice':
      return field.choices.includes(String(value))
        ? { value: String(value) }
        : { wrong: `Choose one of: ${field.choices.join(', ')}` }
  }
}

function readNumber(value: CustomValue): { value: number } | { wrong: string } {
  const number = typeof value === 'number' ? value : Number(String(value).replace(/^(-?\d+),(\d+)$/, '$1.$2'))
  return typeof value !== 'boolean' && Number.isFinite(number) ? { value: number } : { wrong: 'Write a number' }
}

function readBoolean(value: CustomValue): { value: boolean } | { wrong: string } {
  if (typeof value === 'boolean') return { value }
  const word = String(value).trim().toLowerCase()
  if (['true', 'yes', 'ja', 'oui', 'si', 'sí', '1', 'x'].includes(word)) return { value: true }
  return ['false', 'no', 'nein', 'non', '0'].includes(word) ? { value: false } : { wrong: 'Say yes or no' }
}

function isDate(value: string): boolean {
  const date = /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined
  return date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
}

/** What is stored: a value that was set to null is no value. */
export function withoutNulls(custom: Readonly<Record<string, CustomValue | null>>): Record<string, CustomValue> {
  return Object.fromEntries(Object.entries(custom).filter((entry): entry is [string, CustomValue] => entry[1] !== null))
}
