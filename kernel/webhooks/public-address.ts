/**
 * IPv4 addresses that are nobody's on the public internet (IANA's special-purpose registry, RFC 6890): this machine, its
 * neighbours, providers' inner networks, cloud metadata, multicast. 168.63.129.16 looks public and is Azure's own host,
 * which answers every machine there.
 */
export const specialV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
] as const

/** Public IPv6 is 2000::/3 alone; of that these lead elsewhere: to IPv4 (Teredo, 6to4) or nowhere. */
export const specialV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'] as const
const globalV6 = '2000::/3'

/**
 * Whether an address is one of the public internet. It takes IPv4 with dots and IPv6 with colons, as `URL` writes them:
 * octal, decimal and shortened spellings have become these by then. Anything else is none.
 */
export function isPublicAddress(address: string): boolean {
  const bytes = bytesOf(address)
  if (bytes === undefined) return false
  if (bytes.length === 4) return !specialV4.some((range) => isIn(bytes, range))
  return isIn(bytes, globalV6) && !specialV6.some((range) => isIn(bytes, range))
}

/** 127.0.0.0/8 and ::1: the machine itself. */
export function isLoopbackAddress(address: string): boolean {
  const bytes = bytesOf(address)
  return bytes !== undefined && isIn(bytes, bytes.length === 4 ? '127.0.0.0/8' : '::1/128')
}

/** Whether this is an address at all, and no name. */
export function isAddress(text: string): boolean {
  return bytesOf(text) !== undefined
}

function isIn(bytes: readonly number[], range: string): boolean {
  const [start = '', length = ''] = range.split('/')
  const base = bytesOf(start)
  if (base?.length !== bytes.length) return false
  const bits = Number(length)
  return bytes.every((byte, place) => {
    const used = Math.min(8, Math.max(0, bits - place * 8))
    const mask = (0xff << (8 - used)) & 0xff
    return (byte & mask) === ((base[place] ?? 0) & mask)
  })
}

function bytesOf(address: string): readonly number[] | undefined {
  return address.includes(':') ? bytesOfV6(address) : bytesOfV4(address)
}

function bytesOfV4(address: string): readonly number[] | undefined {
  const parts = address.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined
  const bytes = parts.map(Number)
  return bytes.every((byte) => byte < 256) ? bytes : undefined
}

function bytesOfV6(address: string): readonly number[] | undefined {
  const [head = '', tail, ...more] = address.split('::')
  if (more.length > 0) return undefined
  const before = groupsOf(head)
  const after = groupsOf(tail ?? '')
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after]
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined
  return groups.flatMap((group) => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })
}

function groupsOf(part: string): readonly string[] {
  return part === '' ? [] : part.split(':')
}
