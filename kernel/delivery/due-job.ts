/** A job whose turn has come, as `kernel.claim_job` answers it. */
export interface DueJob {
  readonly id: string
  readonly pluginId: string
  readonly name: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly actor: string
  readonly requestId: string
  readonly attempts: number
}
