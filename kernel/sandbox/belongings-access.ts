import { RpcTarget } from 'cloudflare:workers'
import type { Belongings } from '../sdk/belongings.ts'

/** What the workspace keeps for the plugin, by the names in its manifest. */
export class BelongingsAccess extends RpcTarget {
  readonly #belongings: Belongings
  readonly #secrets: readonly string[]

  constructor(belongings: Belongings, secrets: readonly string[]) {
    super()
    this.#belongings = belongings
    this.#secrets = secrets
  }

  async secret(name: unknown): Promise<string | undefined> {
    return typeof name === 'string' && this.#secrets.includes(name) ? this.#belongings.secret(name) : undefined
  }

  async signingKey(purpose: unknown): Promise<Uint8Array> {
    if (typeof purpose !== 'string' || !/^[\w.:-]{1,100}$/.test(purpose))
      throw new TypeError('A purpose is a word of at most 100 letters')
    return this.#belongings.signingKey(`published ${purpose}`)
  }
}
