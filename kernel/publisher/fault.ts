import { pointTo } from '../errors/point-to.ts'

/** One thing to mend in a bundle. A pointer into `#/manifest` goes on within its text: `#/manifest/routes/0/permission`. */
export interface Fault {
  readonly pointer: string
  readonly detail: string
}

/** A fault at a place in the manifest. */
export function fault(path: readonly (string | number)[], detail: string): Fault {
  return { pointer: pointTo('manifest', ...path.map(String)), detail }
}
