import type { ListColumn } from '../lists/column.ts'
import type { CustomField } from '../types.ts'
import { showCustom } from './show-custom.ts'

type CustomValue = string | number | boolean

/** A column for each field of the workspace's own. */
export function customColumns<Item extends { readonly custom: Readonly<Record<string, CustomValue | null>> }>(
  fields: readonly CustomField[],
): ListColumn<Item>[] {
  return fields.map((field) => ({
    // A name may hold a comma, which parts columns in the address.
    id: `custom:${encodeURIComponent(field.key)}`,
    title: field.key,
    cell: (item) => {
      const value = item.custom[field.key]
      return value === undefined || value === null ? '' : showCustom(value, field)
    },
  }))
}
