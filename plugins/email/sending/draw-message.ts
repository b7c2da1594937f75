import { drawMail, type EmailMessage, type MailFooter, type Tenant, templateOf } from '#sdk'
import type { Settings } from '../settings.ts'
import { unsubscribeAddress } from '../suppressions/unsubscribe-link.ts'

export interface Drawing {
  readonly tenant: Tenant
  readonly settings: Settings
  /** Empty when nobody knows it: then there is no logo, and one unsubscribes by an answer. */
  readonly origin: string
}

/** What is sent of a message: its text, and its HTML with the workspace's look unless it brings its own. */
export function drawMessage(
  { tenant, settings, origin }: Drawing,
  message: EmailMessage,
  unsubscribeUrl: string | undefined,
): { readonly text: string; readonly html: string } {
  const look = {
    name: settings.fromName === '' ? tenant.name : settings.fromName,
    logoUrl: tenant.logoUrl === null || origin === '' ? null : new URL(tenant.logoUrl, origin).href,
    colour: tenant.colour,
  }
  const footer = footerOf(tenant, settings, message, unsubscribeUrl)
  const drawn = drawMail(look, message.template ?? templateOf(message.text ?? ''), footer)
  if (message.text === undefined) return drawn
  const small = drawMail(look, { paragraphs: [message.text] }, footer).text
  return { text: small, html: message.html ?? drawn.html }
}

function footerOf(
  tenant: Tenant,
  { postalAddress }: Settings,
  { category, listUnsubscribe }: EmailMessage,
  unsubscribeUrl: string | undefined,
): MailFooter {
  if (category === 'transactional') return { lines: [`Sent by ${tenant.name}.`] }
  const what = listUnsubscribe ?? (category === 'marketing' ? 'news' : 'notifications')
  const address = category === 'marketing' && postalAddress !== '' ? [postalAddress] : []
  const lines = [`You get ${what} from ${tenant.name}.`, ...address]
  if (unsubscribeUrl === undefined)
    return { lines: [...lines, 'Answer with the word “unsubscribe” to get no more of it.'] }
  return { lines, unsubscribe: { label: `Unsubscribe from ${what}`, url: unsubscribeUrl } }
}

/** RFC 2369 and RFC 8058: how mail programs offer to unsubscribe with one click. */
export function unsubscribeHeaders(
  { settings }: Pick<Drawing, 'settings'>,
  unsubscribeUrl: string | undefined,
): Record<string, string> {
  const byMail = `<mailto:${settings.replyTo === '' ? settings.fromAddress : settings.replyTo}?subject=unsubscribe>`
  if (unsubscribeUrl === undefined) return { 'List-Unsubscribe': byMail }
  return {
    'List-Unsubscribe': `<${unsubscribeUrl}>, ${byMail}`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }
}

/** Where somebody unsubscribes; undefined where that is not wanted, or nobody knows the platform's own address. */
export async function unsubscribeUrlOf(
  { tenant, origin }: Drawing,
  signingKey: (purpose: string) => Promise<Uint8Array<ArrayBuffer>>,
  messageId: string,
  category: EmailMessage['category'],
): Promise<string | undefined> {
  if (category === 'transactional' || origin === '') return undefined
  return unsubscribeAddress(origin, tenant.slug, messageId, await signingKey('unsubscribe'))
}
