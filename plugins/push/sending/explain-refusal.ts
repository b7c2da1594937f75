const services: readonly (readonly [RegExp, string])[] = [
  [/\.mozilla\.com$/, 'Mozilla’s push service'],
  [/\.google(apis)?\.com$/, 'Google’s push service'],
  [/\.apple\.com$/, 'Apple’s push service'],
  [/\.windows\.com$/, 'Microsoft’s push service'],
]

/** What people call the push service of an address. */
export function serviceOf(endpoint: string): string {
  const { hostname } = new URL(endpoint)
  return services.find(([pattern]) => pattern.test(hostname))?.[1] ?? `The push service at ${hostname}`
}

/** Why a push service takes nothing for good, and what to do about it. */
export function explainRefusal(status: number, endpoint: string): string {
  const service = serviceOf(endpoint)
  if (status === 401 || status === 403)
    return `${service} does not accept who sends this (${status}). Write a contact address under Connections, or turn notifications off and on again on this device.`
  if (status >= 300 && status < 400) return `${service} points to another address (${status}), which is not followed.`
  return `${service} does not take this notification (${status}).`
}
