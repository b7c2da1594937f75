/**
 * What a plugin sees of an answer: the named fields of the object, or of each item of a list, with the list's cursor.
 * Null for all.
 */
export function pickFields(answer: unknown, fields: readonly string[] | null): unknown {
  if (fields === null) return answer
  if (Array.isArray(answer)) return answer.map((item) => pick(item, fields))
  if (!isObject(answer)) return null
  if (!Array.isArray(answer.data)) return pick(answer, fields)
  const { nextCursor } = answer
  const data = answer.data.map((item) => pick(item, fields))
  return typeof nextCursor === 'string' || nextCursor === null ? { data, nextCursor } : { data }
}

function pick(item: unknown, fields: readonly string[]): unknown {
  if (!isObject(item)) return null
  return Object.fromEntries(fields.filter((name) => Object.hasOwn(item, name)).map((name) => [name, item[name]]))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
