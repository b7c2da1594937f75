import { readQuery, writeQuery } from './query.ts'

/** The time zone of the visitor's own clock. */
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** The zone that times are shown in: the one that was chosen, else the visitor's own. */
export function zone(): string {
  const chosen = readQuery('zone')
  return chosen !== undefined && isZone(chosen) ? chosen : ownZone
}

export function setZone(next: string): void {
  writeQuery({ zone: next === ownZone ? undefined : next })
}

/** Every zone that the browser knows, the two that matter first. */
export function zoneChoices(home: string): string[] {
  return [...new Set([ownZone, home, 'UTC', ...Intl.supportedValuesOf('timeZone')])]
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
