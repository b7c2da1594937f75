/** A record of the workspace as it happened a moment ago; its data is in the timelines of those who may see it. */
export interface LiveRecord {
  readonly id: string
  readonly at: string
  /** `person:<id>`, `key:<id>` and the like. */
  readonly actor: string
  /** `crm.contact.updated`. */
  readonly action: string
  /** `contact:<id>`. */
  readonly subject: string
  /** What else it concerns. */
  readonly about: readonly string[]
  /** Of the request that did it, where whoever is signed in did it. */
  readonly requestId?: string
}
