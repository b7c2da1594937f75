import { barredMembers, registryTypes } from './functions.ts'
import { SqlRefusal } from './sql-fault.ts'
import type { Token } from './token.ts'

const longestName = 63

/** Refuses names that stand for the database itself or the platform, however they are written. */
export function checkName({ kind, value, offset }: Token): void {
  if (kind !== 'name' && kind !== 'quotedName') return
  const name = value.toLowerCase()
  if (name.startsWith('pg_') || name.startsWith('dpf'))
    throw new SqlRefusal(`${value}: names that begin with pg_ or dpf belong to the database and the platform`, offset)
  if (name === 'information_schema' || name === 'kernel')
    throw new SqlRefusal(`${value} belongs to the platform`, offset)
  if (registryTypes.has(name)) throw new SqlRefusal(`${value} looks into the catalogue of the database`, offset)
  if (new TextEncoder().encode(value).length > longestName)
    throw new SqlRefusal(`A name has ${longestName} bytes at most`, offset)
  if (kind === 'name' && value.includes('$'))
    throw new SqlRefusal('Put a name with a dollar sign into double quotes', offset)
}

/** Refuses a name behind a dot that would be called as a function, on what stands before the dot. */
export function checkMember({ value, offset }: Token): void {
  if (barredMembers.test(value.toLowerCase()))
    throw new SqlRefusal(`${value} behind a dot is a function of the database, which a plugin does not call`, offset)
}

/** Refuses ways of quoting that hide what they say, or that others read in another way. */
export function checkQuoting({ kind, continues, offset }: Token): void {
  if (kind === 'unicode') throw new SqlRefusal("Write letters as they are, not as U&'…'", offset)
  if (kind === 'dollarString') throw new SqlRefusal("Put text into '…', or better, into a parameter", offset)
  if (continues === true) throw new SqlRefusal('Write a text in one piece', offset)
}
