import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Token } from './token.ts'
import { tokenize } from './tokenize.ts'

/** Texts, names and comments out of pieces that mean much to a scanner, or would in another place. */
const piece = fc.constantFrom(
  ..."' '' \" \"\" \\ \\' \\\\ $ $$ $a$ -- /* */ e' E' U&' b' n' \n \r\n ; , ( ) a Z _ 0 é &".split(' '),
  ' ',
)
const nasty = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
const single = nasty.map((text) => `'${text.replaceAll("'", "''")}'`)
const literal = fc.oneof(
  single,
  nasty.map((text) => `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`),
  nasty.map((text) => `N'${text.replaceAll("'", "''")}'`),
  nasty.map((text) => `$q$${text.replaceAll('$', '')}$q$`),
  // Over two lines; what follows the quote decides whether it is one text.
  fc
    .tuple(fc.constantFrom('', 'E', 'e'), nasty, fc.constantFrom('\n', ' \n\t', ' -- it\n', '\r'), nasty)
    .map(([prefix, a, gap, b]) => `${prefix}'${plain(a)}'${gap}'${plain(b)}'`),
)
const comment = fc.oneof(
  nasty.map((text) => `/*${text.replaceAll('*/', '').replaceAll('/*', '')}*/`),
  nasty.map((text) => `/* /*${text.replaceAll('*/', '').replaceAll('/*', '')}*/ ' */`),
  nasty.map((text) => `--${text.replaceAll(/[\n\r]/g, '')}\n`),
  nasty.map((text) => `--${text.replaceAll(/[\n\r]/g, '')}\r`),
)
const gap = fc
  .array(fc.oneof(fc.constantFrom(' ', '\n', '\t'), comment), { minLength: 1, maxLength: 3 })
  .map((all) => all.join(''))
const label = nasty.map((text) => `"l${text.replaceAll('"', '""').slice(0, 20).replace(/"+$/, '')}"`)
const item = fc.tuple(literal, gap, label).map((parts) => parts.join(''))

function plain(text: string): string {
  return text.replaceAll("'", "''").replaceAll('\\', '')
}

/** What a text means, by the tokenizer's reading of where it begins and ends. */
function meaning({ kind, text }: Token): string {
  if (kind === 'dollarString') return text.slice(text.indexOf('$', 1) + 1, text.lastIndexOf('$', text.length - 2))
  const body = text.slice(text.indexOf("'") + 1, -1)
  if (kind !== 'escapeString') return body.replaceAll("''", "'")
  return body.replaceAll(/''|\\([\s\S])/g, (_, escaped) => escaped ?? "'")
}

/** The columns of a SELECT of texts with labels, read off the tokens. */
function columnsOf(tokens: readonly Token[]): { readonly name: string; readonly value: string }[] {
  const columns: { name: string; value: string }[] = []
  for (const token of tokens.slice(1)) {
    if (token.kind === 'quotedName') (columns.at(-1) as { name: string }).name = token.value
    else if (token.continues === true) (columns.at(-1) as { value: string }).value += meaning(token)
    else if (token.text !== ',') columns.push({ name: '', value: meaning(token) })
  }
  return columns
}

describe('against the real PostgreSQL', () => {
  let client: Client
  beforeAll(async () => {
    client = new Client({ connectionString: inject('postgresUrl') })
    await client.connect()
  })
  afterAll(() => client.end())

  const ask = async (sql: string) => {
    const { fields, rows } = await client.query({ text: sql, rowMode: 'array' })
    return fields.map(({ name }, at) => ({ name, value: rows[0]?.[at] }))
  }

  it('texts, names and comments begin and end where it says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 5 }), gap, async (items, space) => {
        const sql = `select${space}${items.join(`${space},${space}`)}`
        expect(columnsOf(tokenize(sql).tokens)).toEqual(await ask(sql))
      }),
      { numRuns: 1500 },
    )
  })

  it('any text that both read, both read alike', async () => {
    let alike = 0
    const noise = fc.array(fc.oneof({ weight: 3, arbitrary: piece }, literal, gap), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(noise, literal, async (pieces, tail) => {
        const sql = `select '' "l", ${pieces.join('')} ${tail} "end"`
        const theirs = await ask(sql).catch(() => undefined)
        const ours = attempt(() => columnsOf(tokenize(sql).tokens))
        if (theirs === undefined || ours === undefined || !isTexts(sql)) return
        alike += 1
        expect(ours).toEqual(theirs)
      }),
      { numRuns: 3000 },
    )
    expect(alike).toBeGreaterThan(50)
  })

  it('operators and numbers end where it says', async () => {
    const { tokens } = tokenize('select 1--2\n+/* */-1*-2.5e1/.5||-.5<>-1, @-1, 1!=-2, $1')
    expect(tokens.map(({ text }) => text).join(' ')).toBe(
      'select 1 + - 1 * - 2.5e1 / .5 ||- .5 <> - 1 , @- 1 , 1 !=- 2 , $1',
    )
  })
})

/** Nothing but texts with labels, so that the columns can be told without a parser. */
function isTexts(sql: string): boolean {
  const kinds = tokenize(sql)
    .tokens.slice(1)
    .map(({ kind, text, continues }) =>
      continues === true
        ? ''
        : kind === 'quotedName'
          ? 'q'
          : text === ','
            ? ','
            : /[sS]tring/.test(kind) && kind !== 'bitString'
              ? 's'
              : 'x',
    )
  return /^sq(,sq?)*$/.test(kinds.join('')) && !/s,|s$/.test(kinds.join(''))
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
