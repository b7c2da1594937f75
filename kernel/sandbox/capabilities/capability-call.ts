import { AppError } from '../../errors/app-error.ts'
import { kernelErrors } from '../../errors/kernel-errors.ts'
import type { GivenProblems } from '../given-problems.ts'
import type { PluginAccess } from '../plugin-access.ts'
import type { Outcome } from '../protocol.ts'
import type { Spender } from '../spend-granted.ts'
import { weigh } from '../weigh.ts'

const mostCalls = 200

/** What the capabilities of one call have in common: they end with it, are not asked without end, and answer failures as data. */
export class CapabilityCalls {
  readonly access: PluginAccess
  readonly #given: GivenProblems
  #calls = 0

  constructor(access: PluginAccess, given: GivenProblems) {
    this.access = access
    this.#given = given
  }

  get spender(): Spender {
    const { env, snapshot, pluginId, installed, reread } = this.access
    return { env, tenantId: snapshot.tenant.id, pluginId, grants: installed.grants, reread }
  }

  /** Refuses what is no plain data, or too much of it. */
  take(given: unknown, mostBytes: number): void {
    const weight = weigh(given)
    if (weight === undefined) throw kernelErrors.invalid({ detail: 'Send plain data' })
    if (weight > mostBytes) throw kernelErrors.tooMuchData({ limitBytes: mostBytes })
  }

  async answer<Value>(work: () => Promise<Value>): Promise<Outcome<Value>> {
    try {
      this.#calls += 1
      if (this.#given.isOver() || this.#calls > mostCalls) throw kernelErrors.pluginBusy()
      return { value: await work() }
    } catch (error) {
      if (error instanceof AppError) return { problem: this.#given.note(error) }
      console.error('A capability failed', error instanceof Error ? error.message : error)
      return { problem: this.#given.note(kernelErrors.unavailable()) }
    }
  }
}
