import type { EmailTemplate } from '../sdk/ports.ts'

/** Whose mail it is, and how theirs looks. */
export interface MailLook {
  readonly name: string
  /** A whole address, `https://…`; null without a logo. */
  readonly logoUrl: string | null
  /** `#rrggbb`; null for the platform's own. */
  readonly colour: string | null
}

/** Small print below the message. */
export interface MailFooter {
  /** Why the person gets it, and who sent it. */
  readonly lines: readonly string[]
  readonly unsubscribe?: { readonly label: string; readonly url: string }
}

const ownColour = '#2f5bd0'
const font = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

/**
 * Draws a mail with a look, as HTML and as text.
 *
 * Tables and inline styles are what all mail programs understand; classes only serve the dark colours, for those that
 * have them. Everything in it is escaped, and an address that is none of https, http and mailto is left out.
 */
export function drawMail(look: MailLook, content: EmailTemplate, footer: MailFooter): { html: string; text: string } {
  return { html: drawHtml(look, content, footer), text: drawText(content, footer) }
}

/** Plain text as a message's parts: paragraphs, and a line of its own that is an address as the button. */
export function templateOf(text: string): EmailTemplate {
  const blocks = text
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
  const link = blocks.find((block) => /^https?:\/\/\S+$/.test(block))
  return {
    paragraphs: blocks.filter((block) => block !== link),
    ...(link === undefined ? {} : { action: { label: 'Open the page', url: link } }),
  }
}

function drawText({ heading, paragraphs, facts = [], action, closing }: EmailTemplate, footer: MailFooter): string {
  const table = facts.map(({ label, value }) => `${label}: ${value}`).join('\n')
  const body = [
    heading ?? '',
    ...paragraphs,
    table,
    action === undefined ? '' : `${action.label}: ${action.url}`,
    closing ?? '',
  ].filter((block) => block !== '')
  const { lines, unsubscribe } = footer
  const small = [...lines, ...(unsubscribe === undefined ? [] : [`${unsubscribe.label}: ${unsubscribe.url}`])]
  return [...body, ...(small.length === 0 ? [] : [`-- \n${small.join('\n')}`])].join('\n\n')
}

function drawHtml(look: MailLook, content: EmailTemplate, footer: MailFooter): string {
  const { heading, paragraphs, facts = [], action, closing } = content
  const colour = /^#[0-9a-f]{6}$/i.test(look.colour ?? '') ? (look.colour ?? ownColour) : ownColour
  const rows = [
    ...(heading === undefined
      ? []
      : [
          `<h1 class="ink" style="margin:0 0 16px;font-size:22px;line-height:1.3;font-weight:600;color:#1c2024">${escaped(heading)}</h1>`,
        ]),
    ...paragraphs.map((text) => paragraph(text, 'ink', 'margin:0 0 16px;font-size:16px;line-height:1.6;color:#1c2024')),
    ...(facts.length === 0 ? [] : [drawFacts(facts)]),
    ...(action === undefined ? [] : [drawAction(action, colour)]),
    ...(closing === undefined
      ? []
      : [paragraph(closing, 'soft', 'margin:16px 0 0;font-size:14px;line-height:1.6;color:#5b6470')]),
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(heading ?? look.name)}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark }
@media (prefers-color-scheme: dark) {
  .back { background-color: #14171b !important }
  .card { background-color: #1d2127 !important; border-left-color: #343b45 !important; border-right-color: #343b45 !important; border-bottom-color: #343b45 !important }
  .ink { color: #e8eaed !important }
  .soft { color: #a4acb8 !important }
  .line { border-color: #343b45 !important }
  .link { color: #9cc4ff !important }
}
</style>
</head>
<body class="back" style="margin:0;padding:0;background-color:#f5f6f8;font-family:${font}">
<div style="display:none;max-height:0;overflow:hidden">${escaped((paragraphs[0] ?? '').slice(0, 140))}</div>
<table role="presentation" class="back" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f5f6f8">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px">
<tr><td style="padding:0 8px 16px">${drawName(look)}</td></tr>
<tr><td class="card" style="background-color:#ffffff;border:1px solid #d9dde3;border-top:4px solid ${colour};border-radius:8px;padding:28px 24px">
${rows.join('\n')}
</td></tr>
<tr><td style="padding:16px 8px 0">
${drawFooter(footer)}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`
}

function drawName({ name, logoUrl }: MailLook): string {
  const words = `<span class="ink" style="font-size:18px;font-weight:600;color:#1c2024;vertical-align:middle">${escaped(name)}</span>`
  if (logoUrl === null || !isLink(logoUrl)) return words
  return `<img src="${escaped(logoUrl)}" alt="" height="40" style="height:40px;width:auto;max-width:160px;border:0;vertical-align:middle;margin-right:12px">${words}`
}

/** Line breaks stay, and addresses become links; nothing else in it is markup. */
function paragraph(text: string, name: string, style: string): string {
  const parts = text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part) =>
      /^https?:\/\//.test(part) && isLink(part) ? drawLink(part) : escaped(part).replaceAll('\n', '<br>'),
    )
  return `<p class="${name}" style="${style}">${parts.join('')}</p>`
}

function drawLink(url: string): string {
  return `<a class="link" href="${escaped(url)}" style="color:#0b5cc4;overflow-wrap:anywhere">${escaped(url)}</a>`
}

function drawFacts(facts: NonNullable<EmailTemplate['facts']>): string {
  const cell = 'padding:10px 0;border-top:1px solid #d9dde3;font-size:15px;line-height:1.5;vertical-align:top'
  const rows = facts.map(
    ({ label, value }) =>
      `<tr><th scope="row" class="soft line" align="left" style="${cell};padding-right:16px;font-weight:400;color:#5b6470;white-space:nowrap">${escaped(label)}</th>` +
      `<td class="ink line" style="${cell};color:#1c2024">${escaped(value).replaceAll('\n', '<br>')}</td></tr>`,
  )
  return `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 20px;border-collapse:collapse">${rows.join('')}</table>`
}

function drawAction({ label, url }: NonNullable<EmailTemplate['action']>, colour: string): string {
  if (!isLink(url)) return ''
  return (
    `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 16px"><tr>` +
    `<td style="border-radius:6px;background-color:${colour}"><a href="${escaped(url)}" style="display:inline-block;padding:12px 22px;font-size:16px;font-weight:600;` +
    `color:${inkOn(colour)};text-decoration:none;border-radius:6px">${escaped(label)}</a></td></tr></table>` +
    `<p class="soft" style="margin:0 0 8px;font-size:13px;line-height:1.5;color:#5b6470">If the button does not work: ${drawLink(url)}</p>`
  )
}

function drawFooter({ lines, unsubscribe }: MailFooter): string {
  const style = 'margin:0 0 6px;font-size:13px;line-height:1.5;color:#5b6470'
  const link =
    unsubscribe === undefined || !isLink(unsubscribe.url)
      ? []
      : [
          `<p class="soft" style="${style}"><a class="soft" href="${escaped(unsubscribe.url)}" style="color:#5b6470">${escaped(unsubscribe.label)}</a></p>`,
        ]
  return [...lines.map((line) => paragraph(line, 'soft', style)), ...link].join('\n')
}

/** Black or white, whichever is told apart better from a colour (WCAG 2.2, relative luminance). */
export function inkOn(colour: string): '#000000' | '#ffffff' {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  const luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
  return (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) ? '#000000' : '#ffffff'
}

function isLink(url: string): boolean {
  return /^(https?|mailto):/i.test(url) && URL.canParse(url)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)
}
