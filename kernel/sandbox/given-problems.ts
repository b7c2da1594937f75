import type { AppError } from '../errors/app-error.ts'
import type { DatabaseRefusal, LogLine, Problem } from './protocol.ts'

/** What the kernel itself told a plugin during one call: such a failure may come back as the plugin's answer, unchanged. */
export class GivenProblems {
  readonly #given = new Map<string, AppError>()
  #isOver = false
  #leaseLost = false

  /** Notes a failure that a capability answers. */
  note(error: AppError): Problem {
    this.#given.set(error.code, error)
    const { code, status, message, facts, headers } = error
    return { code, status, title: message, facts, headers }
  }

  /** The last failure that was given under this code. */
  seek(code: string): AppError | undefined {
    return this.#given.get(code)
  }

  /** What the database refused and why, for the plugin's author; callers are told less. */
  refusals(): LogLine[] {
    return ['kernel.sqlRefused', 'kernel.queryFailed', 'kernel.tooMuchData'].flatMap((code) => {
      const error = this.#given.get(code)
      return error === undefined
        ? []
        : [{ level: 'error' as const, text: `${error.message}: ${JSON.stringify(error.facts)}` }]
    })
  }

  /** Somebody else has taken the event up: whatever the plugin makes of it, this attempt is void. */
  loseLease(): DatabaseRefusal {
    this.#leaseLost = true
    return { kind: 'leaseLost' }
  }

  get leaseLost(): boolean {
    return this.#leaseLost
  }

  /** The call was cut: what its capabilities are asked from now on is refused. */
  end(): void {
    this.#isOver = true
  }

  isOver(): boolean {
    return this.#isOver
  }
}
