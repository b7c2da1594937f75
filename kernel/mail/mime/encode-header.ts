/** A person or thing that mail is sent to or from. */
export interface Mailbox {
  readonly address: string
  readonly name?: string
}

const longestLine = 76
/** So that an encoded word has 75 characters at most, as RFC 2047 wants it: 12 for what is around it, 4 for each 3 bytes. */
const longestChunkBytes = 45

/** Whether a text would end its header field and begin another one, or hold what no mail server takes in one. */
export function breaksHeader(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\u0000-\u0008\u000a-\u001f\u007f\u0085\u2028\u2029]/.test(text)
}

/** A header field, folded, without its line end. Throws on what would break out of it. */
export function headerField(name: string, value: string): string {
  if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name)) throw new Error('A header field has a name of letters, digits and hyphens')
  if (breaksHeader(value)) throw new Error(`The header field ${name} holds a line break or control character`)
  return fold(name, words(value))
}

/** A header field of addresses: `To`, `Cc`, `From`, `Reply-To`. */
export function addressField(name: string, mailboxes: readonly Mailbox[]): string {
  const parts = mailboxes.map((mailbox, place) => {
    const { address, name: display = '' } = mailbox
    if (breaksHeader(address) || /[\s<>,;:"()[\]\\]/.test(address) || breaksHeader(display))
      throw new Error(`The header field ${name} holds an address that is none`)
    const comma = place < mailboxes.length - 1 ? ',' : ''
    return display === '' ? [`${address}${comma}`] : [...phrase(display), `<${address}>${comma}`]
  })
  return fold(name, parts.flat())
}

/** A display name: quoted where it is ASCII, else as encoded words. */
function phrase(name: string): string[] {
  return isPlain(name)
    ? quoted(name)
        .split(/(?<= )/)
        .map((part) => part.trimEnd())
    : encodedWords(name)
}

function quoted(name: string): string {
  return /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+$/.test(name) && !/^ | $| {2}/.test(name)
    ? name
    : `"${name.replaceAll(/["\\]/g, '\\$&')}"`
}

function words(value: string): string[] {
  return isPlain(value) ? value.split(' ') : encodedWords(value)
}

/** Visible ASCII that nobody takes for an encoded word and no server finds too long. */
function isPlain(value: string): boolean {
  return /^[\x20-\x7e]*$/.test(value) && !value.includes('=?') && value.split(' ').every((word) => word.length < 900)
}

/** RFC 2047: UTF-8 in base64, cut between characters. */
function encodedWords(value: string): string[] {
  const encoder = new TextEncoder()
  const chunks: string[] = []
  let chunk = ''
  for (const character of value) {
    if (encoder.encode(chunk + character).length > longestChunkBytes) {
      chunks.push(chunk)
      chunk = ''
    }
    chunk += character
  }
  return [...chunks, chunk].map((each) => `=?utf-8?B?${toBase64(encoder.encode(each))}?=`)
}

/** Puts words on lines of 76 characters, each new one beginning with a space. A longer word has a line of its own. */
function fold(name: string, parts: readonly string[]): string {
  let text = `${name}:`
  let length = text.length
  for (const [place, part] of parts.entries()) {
    const breaks = place > 0 && part !== '' && length + 1 + part.length > longestLine
    text += breaks ? `\r\n ${part}` : ` ${part}`
    length = (breaks ? 0 : length) + 1 + part.length
  }
  return text
}

export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(binary)
}
