/** A website as a link; undefined for all that is no http address, so that no text can become a script. */
export function webLink(website: string): string | undefined {
  const given = website.trim()
  const address = /^[a-z][a-z\d+.-]*:/i.test(given) && !/^[^/]*:\d+(\/|$)/.test(given) ? given : `https://${given}`
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname.includes('.') ? url.href : undefined
}

export function mailLink(email: string): string {
  return `mailto:${encodeURIComponent(email)}`
}

export function callLink(phone: string): string {
  return `tel:${phone.replaceAll(/[^\d+*#]/g, '')}`
}
