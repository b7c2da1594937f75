import { formatDay, formatNumber } from '#kit'
import type { CustomField } from '../types.ts'

/** A value of the workspace's own field as a person reads it. */
export function showCustom(value: string | number | boolean, field: CustomField | undefined): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return formatNumber(value)
  const isDay = field?.type === 'date' || field?.resultType === 'date'
  return isDay && /^\d{4}-\d\d-\d\d$/.test(value) ? formatDay(value) : value
}

type Custom = Readonly<Record<string, string | number | boolean | null>>

/** All values of a record's own fields, those too whose field was removed; a formula without a value is left out. */
export function shownCustom(custom: Custom, fields: readonly CustomField[]): readonly { key: string; value: string }[] {
  return Object.entries(custom).flatMap(([key, value]) => {
    const field = fields.find((each) => each.key === key)
    return value === null ? [] : [{ key, value: showCustom(value, field) }]
  })
}
