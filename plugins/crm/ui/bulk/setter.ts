import type { JSX } from 'solid-js'
import type { BulkAction } from '../records/change-many.ts'

/** A field that can be set for many records at once. */
export interface Setter {
  /** The API's name of the field, `ownerId`. */
  readonly id: string
  readonly label: string
  /** `Owner set`: said of what was done. */
  readonly done: string
  readonly control: (control: SetterControl) => JSX.Element
}

export interface SetterControl {
  readonly label: string
  readonly value: string | null
  readonly onChange: (value: string | null) => void
  readonly error: string | undefined
}

/** Does something with all that are chosen; `words` say what was done to so many. */
export type RunBulk = (action: BulkAction, words: (count: string) => string) => Promise<void>
