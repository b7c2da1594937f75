import { formatDate, formatNumber } from '#kit'
import type { CustomField } from '../types.ts'

/** A value of the workspace's own field as a person reads it. */
export function showCustom(value: string | number | boolean, field: CustomField | undefined): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return formatNumber(value)
  return field?.type === 'date' && /^\d{4}-\d\d-\d\d$/.test(value) ? formatDate(`${value}T00:00:00`) : value
}
