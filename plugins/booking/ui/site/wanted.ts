import { readQuery, writeQuery } from '#site'
import type { PublicService } from './nouns.ts'

/** What a visitor has chosen beside the time; it stands in the address, so that a link leads to the same. */
export interface Wanted {
  readonly durationMinutes: number | undefined
  readonly party: number | undefined
  readonly resourceIds: readonly string[]
}

export function readWanted(): Wanted {
  const whole = (name: string) => {
    const value = readQuery(name)
    return value !== undefined && /^\d{1,4}$/.test(value) ? Number(value) : undefined
  }
  return {
    durationMinutes: whole('minutes'),
    party: whole('people'),
    resourceIds: (readQuery('with') ?? '').split(',').filter((id) => id !== ''),
  }
}

export function writeWanted(change: Partial<Wanted>): void {
  const next = { ...readWanted(), ...change }
  writeQuery({
    minutes: next.durationMinutes?.toString(),
    people: next.party?.toString(),
    with: next.resourceIds.length === 0 ? undefined : next.resourceIds.join(','),
    day: readQuery('day'),
  })
}

/** The same for the API: what the visitor has left open is not said. */
export function wantedQuery({ durationMinutes, party, resourceIds }: Wanted): Record<string, string | undefined> {
  return {
    durationMinutes: durationMinutes?.toString(),
    party: party?.toString(),
    resourceIds: resourceIds.length === 0 ? undefined : resourceIds.join(','),
    key: readQuery('key'),
  }
}

export function wantedBody(service: PublicService) {
  const { durationMinutes, party, resourceIds } = readWanted()
  const key = readQuery('key')
  return {
    service: service.slug,
    ...(key === undefined ? {} : { key }),
    ...(durationMinutes === undefined ? {} : { durationMinutes }),
    party: party ?? service.party.min,
    resourceIds: [...resourceIds],
  }
}
