import { base64Lines, quotedPrintable } from './encode-body.ts'
import { addressField, headerField, type Mailbox, toBase64 } from './encode-header.ts'

export interface MailAttachment {
  readonly name: string
  /** `text/calendar; method=REQUEST`. */
  readonly type: string
  /** Base64. */
  readonly content: string
}

/** All that a mail consists of. */
export interface Mail {
  readonly from: Mailbox
  readonly to: readonly Mailbox[]
  readonly cc?: readonly Mailbox[]
  readonly replyTo?: string
  readonly subject: string
  readonly text: string
  readonly html?: string
  readonly attachments?: readonly MailAttachment[]
  /** `<id>@<domain>`, without the angle brackets; the same for every try. */
  readonly messageId: string
  readonly date: Date
  /** Further header fields, such as `List-Unsubscribe`. */
  readonly headers?: Readonly<Record<string, string>>
}

interface Part {
  readonly headers: readonly string[]
  readonly body: string
}

/**
 * Writes a mail (RFC 5322, MIME): lines of ASCII ended by CRLF, the same bytes for the same mail.
 *
 * ASCII but for an address that has other letters before its @, which takes SMTPUTF8. An invitation to a meeting
 * (`text/calendar` with a method) is a form of the message too, so that calendars show their buttons.
 */
export function composeMail(mail: Mail): string {
  const content = withAttachments(bodyOf(mail), mail)
  const fields = [
    addressField('From', [mail.from]),
    addressField('To', mail.to),
    ...(mail.cc === undefined || mail.cc.length === 0 ? [] : [addressField('Cc', mail.cc)]),
    ...(mail.replyTo === undefined ? [] : [addressField('Reply-To', [{ address: mail.replyTo }])]),
    headerField('Subject', mail.subject),
    headerField('Date', mail.date.toUTCString().replace('GMT', '+0000')),
    headerField('Message-ID', `<${mail.messageId}>`),
    headerField('MIME-Version', '1.0'),
    ...Object.entries(mail.headers ?? {}).map(([name, value]) => headerField(name, value)),
  ]
  return `${[...fields, ...content.headers].join('\r\n')}\r\n\r\n${content.body}\r\n`
}

function bodyOf(mail: Mail): Part {
  const forms = [
    textPart('text/plain', mail.text),
    ...(mail.html === undefined ? [] : [textPart('text/html', mail.html)]),
    ...(mail.attachments ?? []).filter(isInvitation).map((attachment) => ({
      headers: [headerField('Content-Type', `${attachment.type}; charset=utf-8`), transfer('base64')],
      body: base64Lines(attachment.content),
    })),
  ]
  const [only] = forms
  return forms.length === 1 && only !== undefined ? only : multipart('alternative', mail, forms)
}

function withAttachments(body: Part, mail: Mail): Part {
  const attachments = mail.attachments ?? []
  if (attachments.length === 0) return body
  return multipart('mixed', mail, [body, ...attachments.map(attachmentPart)])
}

function isInvitation({ type }: MailAttachment): boolean {
  return /^text\/calendar\s*;\s*method=/i.test(type)
}

function textPart(type: string, text: string): Part {
  return {
    headers: [headerField('Content-Type', `${type}; charset=utf-8`), transfer('quoted-printable')],
    body: quotedPrintable(text),
  }
}

function attachmentPart(attachment: MailAttachment): Part {
  const { name, content } = attachment
  const type = isInvitation(attachment) ? 'application/ics' : attachment.type
  return {
    headers: [
      headerField('Content-Type', type),
      transfer('base64'),
      `Content-Disposition: attachment${parameter('filename', name)}`,
    ],
    body: base64Lines(content),
  }
}

function transfer(encoding: string): string {
  return headerField('Content-Transfer-Encoding', encoding)
}

/** No encoded text holds `=_`, so no boundary is met by chance; it needs to differ from that of the parts inside alone. */
function multipart(kind: 'alternative' | 'mixed', { messageId }: Mail, parts: readonly Part[]): Part {
  const own = toBase64(new TextEncoder().encode(messageId))
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, 30)
  const boundary = `=_${kind}_${own}`
  const bodies = parts.map(({ headers, body }) => `--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n${body}\r\n`)
  return {
    headers: [`Content-Type: multipart/${kind};\r\n boundary="${boundary}"`],
    body: `${bodies.join('')}--${boundary}--`,
  }
}

/** A parameter of a header field; RFC 2231 where it is not plain ASCII, in pieces that no line is too long for. */
function parameter(name: string, value: string): string {
  if (/^[\x20-\x7e]{1,60}$/.test(value)) return `;\r\n ${name}="${value.replaceAll(/["\\]/g, '\\$&')}"`
  const pieces: string[] = []
  let piece = ''
  for (const character of value) {
    const encoded = encodeURIComponent(character).replaceAll(
      /[!'()*]/g,
      (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
    )
    if (piece.length + encoded.length > 50) {
      pieces.push(piece)
      piece = ''
    }
    piece += encoded
  }
  return [...pieces, piece]
    .map((each, place) => `;\r\n ${name}*${place}*=${place === 0 ? "utf-8''" : ''}${each}`)
    .join('')
}
