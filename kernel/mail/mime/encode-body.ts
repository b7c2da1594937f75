const longestLine = 76

/** Quoted-printable (RFC 2045, 6.7): lines of 76 characters of ASCII at most, with CRLF between them. */
export function quotedPrintable(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => softBreaks(encodeLine(line)))
    .join('\r\n')
}

/** One line's characters, each as it is written; a space or tab at the end would be lost on the way. */
function encodeLine(line: string): string[] {
  const tokens: string[] = []
  for (const byte of new TextEncoder().encode(line)) {
    const isVisible = (byte > 32 && byte < 127 && byte !== 61) || byte === 32 || byte === 9
    tokens.push(isVisible ? String.fromCharCode(byte) : escaped(byte))
  }
  const last = tokens.at(-1)
  if (last === ' ' || last === '\t') tokens[tokens.length - 1] = escaped(last.charCodeAt(0))
  return tokens
}

function escaped(byte: number): string {
  return `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
}

function softBreaks(tokens: readonly string[]): string {
  let text = ''
  let length = 0
  for (const token of tokens) {
    if (length + token.length > longestLine - 1) {
      text += '=\r\n'
      length = 0
    }
    text += token
    length += token.length
  }
  return text
}

/** Base64 text in lines of 76 characters. Throws when it is none. */
export function base64Lines(content: string): string {
  const compact = content.replaceAll(/[\s=]/g, '')
  if (!/^[A-Za-z0-9+/]*$/.test(compact) || compact.length % 4 === 1) throw new Error('An attachment is not base64')
  const padded = compact.padEnd(Math.ceil(compact.length / 4) * 4, '=')
  return (padded.match(/.{1,76}/g) ?? []).join('\r\n')
}
