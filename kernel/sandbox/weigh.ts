const deepest = 40

/**
 * About how many bytes a value from an isolate holds; undefined when it is not plain data alone: what looks like an
 * object may be a stub, whose every property is a call back into the isolate.
 */
export function weigh(value: unknown, depth = 0): number | undefined {
  if (value === null || value === undefined) return 4
  if (typeof value === 'string') return value.length + 2
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return 8
  if (typeof value !== 'object' || depth > deepest) return undefined
  if (value instanceof Date) return 24
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength
  if (!isPlain(value)) return undefined
  let sum = 2
  for (const [key, member] of Object.entries(value)) {
    const weight = weigh(member, depth + 1)
    if (weight === undefined) return undefined
    sum += weight + (Array.isArray(value) ? 1 : key.length + 4)
  }
  return sum
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
