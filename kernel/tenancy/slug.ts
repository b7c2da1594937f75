/** Words that are, or may become, the platform's own. */
const reserved = new Set([
  'api',
  'www',
  'admin',
  'app',
  'mail',
  'help',
  'support',
  'status',
  'docs',
  'public',
  'static',
  'assets',
  'login',
  'signup',
])

/** Makes an address out of a workspace's name: "Salón Anna & Co." → `salon-anna-co`. Empty when nothing is left of it. */
export function slugFrom(name: string): string {
  const ascii = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase()
  const slug = ascii
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '')
  return slug.length < 2 || isReserved(slug) ? '' : slug
}

export function isReserved(slug: string): boolean {
  return reserved.has(slug)
}
