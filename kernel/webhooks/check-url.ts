import { isAddress, isLoopbackAddress, isPublicAddress } from './public-address.ts'

/** Endings of names that are meant for networks of one's own (RFC 6761, 6762, 8375 and what is in use). */
const innerEndings = [
  'localhost',
  'local',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'private',
  'home.arpa',
  'test',
  'invalid',
  'onion',
]
const webPorts = new Set(['', '80', '443'])

/**
 * Says in a plain sentence why a webhook may not be sent to an address; undefined when it may.
 *
 * What a name resolves to is decided when the connection is made, by the way out itself: a look-up beforehand could be
 * answered otherwise a moment later.
 */
export function urlFault(text: string, allowsLoopback: boolean): string | undefined {
  if (!URL.canParse(text)) return 'Write an address like https://example.com/events'
  const url = new URL(text)
  const host = url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  const isLoopback = host === 'localhost' || isLoopbackAddress(host)
  if (allowsLoopback && isLoopback && /^https?:$/.test(url.protocol)) return undefined
  if (url.protocol !== 'https:') return 'Use an address that begins with https://'
  if (url.username !== '' || url.password !== '') return 'Leave user name and password out of the address'
  if (!isPublicHost(host)) return 'This address is not on the public internet'
  if (!webPorts.has(url.port) && Number(url.port) < 1024) return 'Use port 443, or one from 1024 on'
  return undefined
}

function isPublicHost(host: string): boolean {
  if (isAddress(host)) return isPublicAddress(host)
  return host.includes('.') && !innerEndings.some((ending) => host.endsWith(`.${ending}`) || host === ending)
}
