import type { RecordKind } from '../types.ts'
import type { ColumnSort } from './column.ts'

/** How the records of a kind are listed. */
export interface ListShape<Item> {
  readonly kind: RecordKind
  /** What is listed: `Contacts`. */
  readonly label: string
  /** `1 contact`, `1,200 contacts`. */
  readonly count: (count: number) => string
  readonly name: (item: Item) => string
  readonly nameTitle: string
  readonly nameSort?: ColumnSort
  /** Under the workspace's own path: `/crm/contacts/<id>`. */
  readonly path: (item: Item) => string
  /** What stands under the name where a row is a card. */
  readonly under: (item: Item) => string
  /** A Lucide icon's class, for those who may choose nothing. */
  readonly icon: string
  /** What may be asked for by the address. */
  readonly filters: readonly string[]
  readonly usualSort: string
  readonly usualColumns: readonly string[]
}
