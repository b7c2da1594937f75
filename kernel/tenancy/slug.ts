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

/** Letters that Unicode does not take apart. */
const spelled: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

/** An id, or the address that a deleted workspace gets: one that stands for another workspace could take its place. */
const standsForAnother = /^(deleted-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Makes an address out of a workspace's name: "Salón Anna & Co." → `salon-anna-co`. Empty when nothing is left of it. */
export function slugFrom(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[ßæœøłđðþı]/g, (letter) => spelled[letter] ?? '')
  const slug = ascii
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '')
  return slug.length < 2 || isReserved(slug) ? '' : slug
}

export function isReserved(slug: string): boolean {
  return reserved.has(slug) || standsForAnother.test(slug)
}
