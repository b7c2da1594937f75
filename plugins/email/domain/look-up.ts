import * as v from 'valibot'
import type { Belongings } from '#sdk'

const types = { A: 1, CNAME: 5, MX: 15, TXT: 16, AAAA: 28 } as const
const patienceMs = 5000
const noSuchName = 3

const Answer = v.object({
  Status: v.number(),
  Answer: v.optional(v.array(v.object({ type: v.number(), data: v.string() }))),
})

export interface Resolver {
  readonly fetch: Belongings['fetch']
  /** Answers `?name=&type=` with JSON, as those of Cloudflare and Google do. */
  readonly url: string
}

/** The records of a name (DNS over HTTPS); none when there is no such name. Throws when nobody answers. */
export async function lookUp({ fetch, url }: Resolver, name: string, type: keyof typeof types): Promise<string[]> {
  const address = new URL(url)
  address.searchParams.set('name', name)
  address.searchParams.set('type', type)
  const response = await fetch(address.href, {
    headers: { accept: 'application/dns-json' },
    signal: AbortSignal.timeout(patienceMs),
  })
  const { Status, Answer: answers = [] } = v.parse(Answer, await response.json())
  if (Status === noSuchName) return []
  if (Status !== 0) throw new Error(`The name server answered ${Status}`)
  return answers
    .filter((answer) => answer.type === types[type])
    .map(({ data }) => (type === 'TXT' ? unquoted(data) : data))
}

/** A long text comes in pieces, `"v=DKIM1; p=…" "…"`. */
function unquoted(data: string): string {
  if (!data.startsWith('"')) return data
  return (data.match(/"(?:[^"\\]|\\.)*"/g) ?? []).map((piece) => piece.slice(1, -1).replaceAll(/\\(.)/g, '$1')).join('')
}
