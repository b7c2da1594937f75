import type { DomainReport } from '../contract.ts'
import type { Settings } from '../settings.ts'
import { judgeDomain } from './judge-domain.ts'
import { lookUp, type Resolver } from './look-up.ts'

/** What each provider's servers are listed under, where they are the domain's own business. */
const includes: Readonly<Partial<Record<Settings['provider'], string>>> = { sendgrid: 'sendgrid.net' }
const usualSelectors: Readonly<Record<Settings['provider'], readonly string[]>> = {
  resend: ['resend'],
  sendgrid: ['s1', 's2'],
  postmark: ['pm', 'postmark'],
  smtp: ['default', 'google', 'selector1', 'selector2', 'mail', 'dkim', 'k1', 's1'],
}

/** Looks up what the sending domain says about itself, and what mail servers make of that. */
export async function checkDomain(resolver: Resolver, settings: Settings): Promise<DomainReport> {
  const domain = domainOf(settings.fromAddress)
  if (domain === undefined) return { domain: null, checks: [] }
  const texts = (name: string) => lookUp(resolver, name, 'TXT').catch(() => undefined)
  const selectors = settings.dkimSelector === '' ? usualSelectors[settings.provider] : [settings.dkimSelector]
  const [own, dmarc, ...keys] = await Promise.all([
    texts(domain),
    findDmarc(texts, domain),
    ...selectors.map((selector) => texts(`${selector}._domainkey.${domain}`)),
  ])
  const dkim = keys.every((records) => records === undefined)
    ? undefined
    : Object.fromEntries(selectors.map((selector, place) => [selector, keys[place] ?? []]))
  return {
    domain,
    checks: judgeDomain(domain, { domain: own, dmarc, dkim }, { include: includes[settings.provider], selectors }),
  }
}

/** A subdomain without a policy goes by that of the domain above it. */
async function findDmarc(
  texts: (name: string) => Promise<string[] | undefined>,
  domain: string,
): Promise<string[] | undefined> {
  const own = await texts(`_dmarc.${domain}`)
  const above = domain.split('.').slice(1)
  if (own === undefined || own.length > 0 || above.length < 2) return own
  return texts(`_dmarc.${above.join('.')}`)
}

function domainOf(address: string): string | undefined {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  if (address === '' || !URL.canParse(`http://${domain}`)) return undefined
  return new URL(`http://${domain}`).hostname
}
