import type { StoredPart } from '#sdk'

type Named = Pick<StoredPart, 'number' | 'etag'>

/** The text of the first element of a name; undefined without one. */
export function textOf(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return text === undefined ? undefined : plain(text)
}

/** The parts in an answer to ListParts. */
export function readParts(xml: string): StoredPart[] {
  return [...xml.matchAll(/<Part>([\s\S]*?)<\/Part>/g)].map(([, part = '']) => ({
    number: Number(textOf(part, 'PartNumber') ?? 0),
    etag: bareTag(textOf(part, 'ETag')),
    size: Number(textOf(part, 'Size') ?? 0),
  }))
}

/** The body of CompleteMultipartUpload. */
export function writeParts(parts: readonly Named[]): string {
  const list = parts.map(
    ({ number, etag }) => `<Part><PartNumber>${number}</PartNumber><ETag>&quot;${safe(etag)}&quot;</ETag></Part>`,
  )
  return `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${list.join('')}</CompleteMultipartUpload>`
}

/** An etag without its quotes, as it is kept. */
export function bareTag(etag: string | null | undefined): string {
  return (etag ?? '').replace(/^W\//, '').replaceAll('"', '')
}

export function safe(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function plain(text: string): string {
  return text
    .replace(/&quot;|&#34;/g, '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
