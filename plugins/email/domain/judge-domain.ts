import type { DomainCheck } from '../contract.ts'

/** Records as they were found; undefined when nobody answered. */
export interface FoundRecords {
  /** TXT records of the domain itself. */
  readonly domain: readonly string[] | undefined
  /** Of `_dmarc.<domain>`, or of the domain above it. */
  readonly dmarc: readonly string[] | undefined
  /** By selector: TXT records of `<selector>._domainkey.<domain>`. */
  readonly dkim: Readonly<Record<string, readonly string[]>> | undefined
}

const unknown = (id: DomainCheck['id'], title: string): DomainCheck => ({
  id,
  title,
  state: 'unknown',
  says: 'The name servers did not answer.',
  todo: 'Try again in a few minutes.',
  found: null,
})

/** What mail servers will think of mail from this domain. `include` is what the provider's servers are listed under. */
export function judgeDomain(
  domain: string,
  found: FoundRecords,
  { include, selectors }: { readonly include: string | undefined; readonly selectors: readonly string[] },
): DomainCheck[] {
  return [judgeSpf(domain, found, include), judgeDkim(domain, found, selectors), judgeDmarc(domain, found)]
}

/** SPF (RFC 7208): who may send for the domain. */
function judgeSpf(domain: string, found: FoundRecords, include: string | undefined): DomainCheck {
  const title = 'SPF: who may send for your domain'
  if (found.domain === undefined) return unknown('spf', title)
  const records = found.domain.filter((record) => /^v=spf1(\s|$)/i.test(record))
  const [record] = records
  const check = (state: DomainCheck['state'], says: string, todo: string | null): DomainCheck => ({
    id: 'spf',
    title,
    state,
    says,
    todo,
    found: record ?? null,
  })
  const wanted =
    include === undefined
      ? 'v=spf1 … -all, with what your mail provider tells you to include'
      : `v=spf1 include:${include} -all`
  if (record === undefined)
    return check(
      'bad',
      `${domain} says nobody may send for it, so mail looks forged.`,
      `Add a TXT record to ${domain}: ${wanted}`,
    )
  if (records.length > 1)
    return check(
      'bad',
      `${domain} has ${records.length} such records, and mail servers then use none.`,
      'Make one record of them.',
    )
  if (/\s\+?all(\s|$)/i.test(record))
    return check('bad', 'It lets everybody in the world send for your domain.', 'End the record with -all instead.')
  if (include !== undefined && !record.toLowerCase().includes(`include:${include}`))
    return check(
      'weak',
      'It does not name the service that sends your mail.',
      `Add include:${include} before the end of the record.`,
    )
  if (!/\s([-~]all|redirect=\S+)\s*$/i.test(record))
    return check('weak', 'It does not say what becomes of mail from others.', 'End the record with -all.')
  return check('good', 'Your domain says who may send for it.', null)
}

/** DKIM (RFC 6376): the key that mail is signed with. */
function judgeDkim(domain: string, found: FoundRecords, selectors: readonly string[]): DomainCheck {
  const title = 'DKIM: a signature on your mail'
  if (found.dkim === undefined) return unknown('dkim', title)
  const keys = Object.entries(found.dkim).flatMap(([selector, records]) =>
    records.filter((record) => /(^|;)\s*p=/i.test(record)).map((record) => ({ selector, record })),
  )
  const [key] = keys
  const check = (state: DomainCheck['state'], says: string, todo: string | null): DomainCheck => ({
    id: 'dkim',
    title,
    state,
    says,
    todo,
    found: key === undefined ? null : key.record,
  })
  if (key === undefined)
    return check(
      selectors.length > 1 ? 'unknown' : 'bad',
      selectors.length > 1
        ? `No key was found under the names that are usual (${selectors.join(', ')}).`
        : `There is no key at ${selectors[0]}._domainkey.${domain}.`,
      'Turn DKIM on at your mail provider, add the record that it shows you, and write the selector into the settings of this connection.',
    )
  if (/(^|;)\s*p=\s*(;|$)/i.test(key.record))
    return check('bad', `The key ${key.selector} was withdrawn: it is empty.`, 'Make a new key at your mail provider.')
  return check('good', `Mail can be signed with the key ${key.selector}.`, null)
}

/** DMARC (RFC 7489): what becomes of mail that fails both. */
function judgeDmarc(domain: string, found: FoundRecords): DomainCheck {
  const title = 'DMARC: what becomes of forged mail'
  if (found.dmarc === undefined) return unknown('dmarc', title)
  const record = found.dmarc.find((each) => /^v=DMARC1\s*(;|$)/i.test(each))
  const check = (state: DomainCheck['state'], says: string, todo: string | null): DomainCheck => ({
    id: 'dmarc',
    title,
    state,
    says,
    todo,
    found: record ?? null,
  })
  if (record === undefined)
    return check(
      'bad',
      'It says nothing about forged mail. Gmail and Yahoo take less mail from such domains.',
      `Add a TXT record to _dmarc.${domain}: v=DMARC1; p=none; rua=mailto:postmaster@${domain}`,
    )
  const policy = /(^|;)\s*p=\s*(\w+)/i.exec(record)?.[2]?.toLowerCase()
  if (policy === 'reject' || policy === 'quarantine')
    return check('good', 'Forged mail in your name is held back.', null)
  if (policy === 'none')
    return check(
      'weak',
      'Forged mail in your name is reported and still delivered.',
      'When SPF and DKIM are good, write p=quarantine in the record.',
    )
  return check(
    'bad',
    'The record cannot be read: it names no policy.',
    `Write v=DMARC1; p=none; rua=mailto:postmaster@${domain}`,
  )
}
