import type { KernelDatabase } from '../database/kernel-database.ts'
import { type Look, lookAfter, lowestIdAt, pageSize } from './live-record.ts'

/** A part of a look, as the gate hands it on: only the last part speaks for all of it. */
export interface Announcement extends Pick<Look, 'records'> {
  /** Null where more of the same look is to come. */
  readonly horizon: string | null
}

/** From the id of a record to its commit, and to the last of the clocks that would find it, it is never longer. */
const longestUnseenMs = 5 * 60_000
const betweenLooksMs = 100

/**
 * Reads what is new in a tenant's record, once for all who follow it, and hands it on.
 *
 * It forgets where it stood whenever its object sleeps, and then hands on the last minutes again: each stream leaves out
 * what it has told. Pokes that come while it looks are one more look afterwards.
 */
export class Announcer {
  readonly #database: () => KernelDatabase
  readonly #handOn: (announcement: Announcement) => void
  #horizon = '0'
  #isLooking = false
  #isPoked = false

  constructor(database: () => KernelDatabase, handOn: (announcement: Announcement) => void) {
    this.#database = database
    this.#handOn = handOn
  }

  /** Something may be new. A look that fails is made again at the next poke. */
  async poke(): Promise<void> {
    this.#isPoked = true
    if (this.#isLooking) return
    this.#isLooking = true
    try {
      while (this.#isPoked) {
        this.#isPoked = false
        await this.#look()
        await new Promise((resolve) => setTimeout(resolve, betweenLooksMs))
      }
    } catch (error) {
      console.error('New records could not be read:', error instanceof Error ? error.name : 'unknown')
    } finally {
      this.#isLooking = false
    }
  }

  async #look(): Promise<void> {
    let afterId = lowestIdAt(Date.now() - longestUnseenMs)
    let horizon: string | undefined
    for (;;) {
      const look = await lookAfter(this.#database(), afterId, this.#horizon)
      // Of the first page: what was committed while the others were read has to be looked for again.
      horizon ??= look.horizon
      const last = look.records.length < pageSize ? undefined : look.records.at(-1)
      this.#handOn({ records: look.records, horizon: last === undefined ? horizon : null })
      if (last === undefined) break
      afterId = last.id
    }
    this.#horizon = horizon
  }
}
