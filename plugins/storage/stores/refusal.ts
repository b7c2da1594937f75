import { errors } from '../errors.ts'

/** What a store's refusal means to people, by its status. */
export function refuse(status: number, said: string | undefined): Error {
  if (status === 403 || status === 401)
    return errors.storeRefuses({
      detail: `It does not accept the key, or the key may not use this bucket${quote(said)}`,
    })
  if (status === 404) return errors.storeRefuses({ detail: `It has no such bucket${quote(said)}` })
  if (status >= 500 || status === 429) return errors.storeAway({ detail: `It answered ${status}${quote(said)}` })
  return errors.storeRefuses({ detail: `It answered ${status}${quote(said)}` })
}

/** A failure to reach the store at all, in plain words; undefined for any other failure. */
export function seekRefusal(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined
  if (error.name === 'TimeoutError') return errors.storeAway({ detail: 'It did not answer in time' })
  // A body that broke off is the sender's doing.
  if (error.message.includes('FixedLengthStream')) return undefined
  return error.name === 'TypeError' || /connect|network|resolve|DNS|internal error/i.test(error.message)
    ? errors.storeAway({ detail: 'No connection could be made to its address' })
    : undefined
}

function quote(said: string | undefined): string {
  return said === undefined || said === '' ? '' : ` (${said})`
}
