import type { Schema } from './api-document.ts'

type Schemas = Readonly<Record<string, Schema>>

/** Says where and how a value does not fit a schema (the part of JSON Schema 2020-12 that our document uses), or nothing. */
export function seekMisfit(value: unknown, schema: Schema, schemas: Schemas, at = '#'): string | undefined {
  if (schema.$ref !== undefined) {
    const named = schemas[schema.$ref.replace('#/components/schemas/', '')]
    return named === undefined ? `${at}: ${schema.$ref} leads nowhere` : seekMisfit(value, named, schemas, at)
  }
  if ('const' in schema && schema.const !== value) return `${at} is not ${JSON.stringify(schema.const)}`
  if (schema.enum !== undefined && !schema.enum.includes(value))
    return `${at} is none of ${JSON.stringify(schema.enum)}`
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) {
    const misfits = choices.map((choice) => seekMisfit(value, choice, schemas, at))
    if (!misfits.includes(undefined)) return misfits.join(' and ')
  }
  for (const part of schema.allOf ?? []) {
    const misfit = seekMisfit(value, part, schemas, at)
    if (misfit !== undefined) return misfit
  }
  return seekWrongType(value, schema, at) ?? seekWrongContent(value, schema, schemas, at)
}

function seekWrongType(value: unknown, { type }: Schema, at: string): string | undefined {
  if (type === undefined) return undefined
  const is = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  const wanted = typeof type === 'string' ? [type] : type
  const fits = wanted.includes(is) || (wanted.includes('integer') && Number.isInteger(value))
  return fits ? undefined : `${at} is ${is} and not ${wanted.join(' or ')}`
}

function seekWrongContent(value: unknown, schema: Schema, schemas: Schemas, at: string): string | undefined {
  if (typeof value === 'string') return seekWrongText(value, schema, at)
  if (typeof value === 'number') {
    const { minimum = -Infinity, maximum = Infinity } = schema
    return value < minimum || value > maximum ? `${at} is ${value}` : undefined
  }
  if (Array.isArray(value)) {
    const { minItems = 0, maxItems = Infinity, items } = schema
    if (value.length < minItems || value.length > maxItems) return `${at} has ${value.length} items`
    if (items === undefined) return undefined
    return value
      .map((item, index) => seekMisfit(item, items, schemas, `${at}/${index}`))
      .find((misfit) => misfit !== undefined)
  }
  return typeof value === 'object' && value !== null
    ? seekWrongMember(value as Record<string, unknown>, schema, schemas, at)
    : undefined
}

function seekWrongText(value: string, { minLength = 0, maxLength = Infinity, pattern, format }: Schema, at: string) {
  const { length } = [...value]
  if (length < minLength || length > maxLength) return `${at} has ${length} characters`
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) return `${at} does not match ${pattern}`
  if (format === 'uuid' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) return `${at} is no UUID`
  return undefined
}

function seekWrongMember(value: Record<string, unknown>, schema: Schema, schemas: Schemas, at: string) {
  const { required = [], properties = {}, additionalProperties } = schema
  const missing = required.find((name) => !Object.hasOwn(value, name))
  if (missing !== undefined) return `${at}/${missing} is missing`
  for (const [name, member] of Object.entries(value)) {
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined
    if (known === undefined && additionalProperties === false) return `${at}/${name} is unheard of`
    const fitting = known ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined)
    const misfit = fitting === undefined ? undefined : seekMisfit(member, fitting, schemas, `${at}/${name}`)
    if (misfit !== undefined) return misfit
  }
  return undefined
}
