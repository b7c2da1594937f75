/** The parts of a JSON Schema that settings are written with. */
export interface SettingSchema {
  readonly type?: string
  readonly title?: string
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly SettingSchema[]
  readonly oneOf?: readonly SettingSchema[]
  readonly items?: SettingSchema
  readonly properties?: Readonly<Record<string, SettingSchema>>
  readonly required?: readonly string[]
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
}

type Kind = 'text' | 'long' | 'number' | 'tick' | 'choice' | 'choices' | 'lines' | 'group' | 'other'

interface Option {
  /** As the form sends it. */
  readonly value: string
  readonly label: string
  /** As the API takes it. */
  readonly sent: unknown
}

/** One setting, as a form draws it. */
export interface Setting {
  readonly key: string
  /** Its JSON Pointer without `#/`, which is its name in the form too. */
  readonly pointer: string
  readonly kind: Kind
  readonly label: string
  readonly hint: string | undefined
  readonly isRequired: boolean
  readonly isNullable: boolean
  readonly options: readonly Option[]
  readonly schema: SettingSchema
}

/** The settings of an object's schema, in their order. */
export function readSchema(schema: SettingSchema, pointer: string): Setting[] {
  return Object.entries(schema.properties ?? {}).map(([key, property]) => {
    const [inner, isNullable] = withoutNull(property)
    const own: SettingSchema = { ...inner, ...annotations(property) }
    const kind = kindOf(own)
    return {
      key,
      pointer: `${pointer}/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`,
      kind,
      label: own.title ?? inWords(key),
      hint: own.description ?? (kind === 'lines' ? 'One on each line.' : undefined),
      isRequired: schema.required?.includes(key) === true,
      isNullable,
      options: optionsOf(kind === 'choices' ? (own.items ?? {}) : own),
      schema: own,
    }
  })
}

function annotations({ title, description, default: initial }: SettingSchema): SettingSchema {
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(initial === undefined ? {} : { default: initial }),
  }
}

/** A schema that allows null beside one other thing, as that other thing. */
function withoutNull(schema: SettingSchema): [SettingSchema, boolean] {
  const rest = schema.anyOf?.filter(({ type }) => type !== 'null')
  if (rest === undefined || rest.length === schema.anyOf?.length) return [schema, false]
  const [only] = rest
  return rest.length === 1 && only !== undefined ? [only, true] : [{ ...schema, anyOf: rest }, true]
}

function kindOf(schema: SettingSchema): Kind {
  if (optionsOf(schema).length > 0) return 'choice'
  switch (schema.type) {
    case 'string':
      return (schema.maxLength ?? 0) > 300 && schema.format === undefined ? 'long' : 'text'
    case 'number':
    case 'integer':
      return 'number'
    case 'boolean':
      return 'tick'
    case 'array':
      if (schema.items !== undefined && optionsOf(schema.items).length > 0) return 'choices'
      return ['string', 'number', 'integer'].includes(schema.items?.type ?? '') ? 'lines' : 'other'
    case 'object':
      return schema.properties === undefined ? 'other' : 'group'
    default:
      return 'other'
  }
}

function optionsOf(schema: SettingSchema): Option[] {
  const of = (sent: unknown, title?: string) => ({ value: String(sent), label: title ?? inWords(String(sent)), sent })
  if (schema.enum !== undefined) return schema.enum.map((sent) => of(sent))
  const branches = schema.anyOf ?? schema.oneOf ?? []
  return branches.every((branch) => branch.const !== undefined)
    ? branches.map((branch) => of(branch.const, branch.title))
    : []
}

/** `callingCode` → `Calling code`. */
export function inWords(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
    .replaceAll(/[_-]+/g, ' ')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
