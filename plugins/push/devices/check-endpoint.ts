import type { Belongings } from '#sdk'

/**
 * The push services of browsers, as their makers name them: a name, or a dot and what it ends in.
 *
 * Browsers choose among them; no page and no person can. An address anywhere else was made up by somebody.
 */
const services: readonly string[] = [
  // Chrome, Edge on phones, Opera, Brave, Samsung Internet; the second is what test channels of Chrome get.
  'fcm.googleapis.com',
  'jmt17.google.com',
  'android.googleapis.com',
  // Firefox
  '.push.services.mozilla.com',
  // Safari
  '.push.apple.com',
  // Edge on Windows
  '.notify.windows.com',
]

/** Whether an address is one of a push service that browsers use, or that the operator has named (`PUSH_HOSTS`). */
export function isPushService(endpoint: string, { pushHosts }: Pick<Belongings['installation'], 'pushHosts'>): boolean {
  if (!URL.canParse(endpoint)) return false
  const { protocol, hostname, port, username, password } = new URL(endpoint)
  if (protocol !== 'https:' || username !== '' || password !== '') return false
  if (pushHosts.some((host) => fits(host, hostname))) return true
  return port === '' && services.some((service) => fits(service, hostname))
}

function fits(service: string, hostname: string): boolean {
  return service.startsWith('.') ? hostname.endsWith(service) : hostname === service
}
