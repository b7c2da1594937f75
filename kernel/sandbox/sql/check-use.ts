import { mayCall, mayCast, openers } from './functions.ts'
import { SqlRefusal } from './sql-fault.ts'
import type { Token } from './token.ts'

/** A name and what is joined to it by dots. */
export type Chain = readonly [Token, ...Token[]]

/** Refuses a table that is neither of the plugin's schema nor one that WITH gave a name to. */
export function checkTable(chain: Chain, pluginId: string, given: ReadonlySet<string>): void {
  const [first] = chain
  if (chain.length > 1) requireOwn(chain, pluginId, 2)
  else if (!given.has(first.value))
    throw new SqlRefusal(`Name the schema of a table too: ${pluginId}.${first.value}`, first.offset)
}

/** Refuses a function that is on no list. */
export function checkCall(chain: Chain, pluginId: string): void {
  const [first] = chain
  if (chain.length > 1) requireOwn(chain, pluginId, 2)
  else if (!mayCall(first.value) && !isWord(first, openers))
    throw new SqlRefusal(
      `${first.value} is none of the functions that a published plugin may call; before a list of columns put AS`,
      first.offset,
    )
}

export function checkType(chain: Chain, pluginId: string): void {
  const [first] = chain
  if (chain.length > 1) requireOwn(chain, pluginId, 2)
  else if (!mayCast(first.value))
    throw new SqlRefusal(`${first.value} is none of the types that a published plugin may cast to`, first.offset)
}

/** A column, or the type of a text: `date '2030-01-01'` is a cast too. */
export function checkColumn(chain: Chain, next: Token | undefined, pluginId: string): void {
  const [first] = chain
  if (chain.length > 2) requireOwn(chain, pluginId, 3)
  if (next === undefined || !/string/i.test(next.kind)) return
  if (!isWord(first, openers) && !(first.kind === 'name' && mayCast(first.value)))
    throw new SqlRefusal(`${first.value} is no type that may stand before a text`, first.offset)
}

function isWord({ kind, value }: Token, words: ReadonlySet<string>): boolean {
  return kind === 'name' && words.has(value)
}

function requireOwn(chain: Chain, pluginId: string, longest: number): void {
  const [first] = chain
  if (first.value !== pluginId || chain.length > longest)
    throw new SqlRefusal(`${first.value} is not this plugin's schema, which is ${pluginId}`, first.offset)
}
