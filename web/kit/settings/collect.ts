import { readSchema, type Setting } from './read-schema.ts'

type Values = Readonly<Record<string, unknown>>

/** What a form holds, as the API takes it. What the form could not draw stays as it was. */
export function collect(settings: readonly Setting[], data: FormData, stored: Values): Record<string, unknown> {
  const entries = settings.map((setting) => [setting.key, readSetting(setting, data, stored[setting.key])] as const)
  return { ...stored, ...Object.fromEntries(entries) }
}

/** Undefined, which leaves it out, where a setting that may be left out is empty: its default holds then. */
function readSetting(setting: Setting, data: FormData, stored: unknown): unknown {
  const { kind, pointer, options, schema } = setting
  const text = String(data.get(pointer) ?? '').trim()
  switch (kind) {
    case 'tick':
      return data.has(pointer)
    case 'number':
      return text === '' ? emptyOf(setting) : Number(text)
    case 'text':
    case 'long':
      return text === '' ? emptyOf(setting) : text
    case 'choice':
      return text === '' ? emptyOf(setting) : options.find(({ value }) => value === text)?.sent
    case 'choices':
      return options.filter(({ value }) => data.getAll(pointer).includes(value)).map(({ sent }) => sent)
    case 'lines':
      return linesOf(text).map((line) => (schema.items?.type === 'string' ? line : Number(line)))
    case 'group':
      return collect(readSchema(schema, pointer), data, asValues(stored))
    case 'other':
      return stored
  }
}

function emptyOf({ isNullable, isRequired, kind }: Setting): unknown {
  if (isNullable) return null
  return isRequired && kind !== 'number' ? '' : undefined
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** A stored value as an object, whatever was stored. */
export function asValues(value: unknown): Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : {}
}
