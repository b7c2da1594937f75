/** Why a mail was not taken, in a plain sentence for the people of the workspace. */
export class UpstreamFailure extends Error {
  /** Whether another try is of no use. */
  readonly isLasting: boolean
  /** Whether it is because the recipient's address does not exist, or wants nothing any more. */
  readonly isGone: boolean

  constructor(message: string, { isLasting = false, isGone = false } = {}) {
    super(message)
    this.name = 'UpstreamFailure'
    this.isLasting = isLasting
    this.isGone = isGone
  }
}
