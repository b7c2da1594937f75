/** A member of what a route answers: `customer.name` leads into objects. Only what the answer has itself is read. */
export function readField(from: unknown, field: string): unknown {
  return field.split('.').reduce<unknown>((value, name) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    return (value as Record<string, unknown>)[name]
  }, from)
}

/** The same answer with another value there; as it is where the way does not lead to a member of its own. */
export function writeField<Answer>(into: Answer, field: string, value: unknown): Answer {
  const [name = '', ...rest] = field.split('.')
  if (typeof into !== 'object' || into === null || !Object.hasOwn(into, name)) return into
  const inner = rest.length === 0 ? value : writeField((into as Record<string, unknown>)[name], rest.join('.'), value)
  return { ...into, [name]: inner }
}

/** A record's id as text: what a page's address and the focus go by. Undefined where it has none. */
export function idOf(record: unknown): string | undefined {
  const id = readField(record, 'id')
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}

/** The records of a list, `{ data }`; none where the answer is no list. */
export function recordsOf(answer: unknown): readonly unknown[] {
  const data = readField(answer, 'data')
  return Array.isArray(data) ? data : []
}
