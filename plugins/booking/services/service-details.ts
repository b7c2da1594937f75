import type { NewService } from '../contract.ts'

/** What is stored of a service beside the columns of its table. */
export type ServiceDetails = Omit<NewService, 'name' | 'slug' | 'colour' | 'visibility' | 'active' | 'needs'>

/** What is stored of a need beside its resources. */
export interface NeedRow {
  readonly title: string | null
  readonly count: number
  readonly customerChooses: boolean
  readonly perGuest: boolean
}

const columns: ReadonlySet<string> = new Set(['name', 'slug', 'colour', 'visibility', 'active', 'needs'])

/** What of a service, or of a patch, is kept in its details. */
export function detailsOf<Given extends object>(
  given: Given,
): Omit<Given, 'name' | 'slug' | 'colour' | 'visibility' | 'active' | 'needs'> {
  return Object.fromEntries(
    Object.entries(given).filter(([key, value]) => !columns.has(key) && value !== undefined),
  ) as never
}
