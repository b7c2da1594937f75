import type { ProviderAnswer } from './provider.ts'
import { UpstreamFailure } from './upstream-failure.ts'

/** A member of a JSON object, when the answer is one. */
export function memberOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined
}

export function textOf(body: unknown, name: string): string {
  const value = memberOf(body, name)
  return typeof value === 'string' ? value : ''
}

/** What the provider itself said, as the end of a sentence; made short, and a sentence of its own. */
export function quote(said: string): string {
  const short = said.replaceAll(/\s+/g, ' ').trim().slice(0, 300)
  return short === '' ? '' : ` It says: ${short}`
}

/** What an answer that is no success means for every provider alike. `said` is the provider's own explanation. */
export function failureOf(title: string, { status }: ProviderAnswer, said: string): UpstreamFailure {
  if (status === 401 || status === 403)
    return new UpstreamFailure(`${title} refuses the API key, or the key may not send from this address.${quote(said)}`)
  if (status === 429) return new UpstreamFailure(`${title} takes no more mail from you at the moment.${quote(said)}`)
  if (status >= 300 && status < 400)
    return new UpstreamFailure(`${title} is not at this address: it sends us on to another one.`)
  if (status === 404 || status === 405)
    return new UpstreamFailure(`${title} is not at this address. Look at the address of the service.`)
  if (status >= 400 && status < 500)
    return new UpstreamFailure(`${title} refuses this mail.${quote(said)}`, { isLasting: true })
  return new UpstreamFailure(`${title} has trouble of its own at the moment (${status}).`)
}
