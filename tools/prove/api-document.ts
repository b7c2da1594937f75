import type { Client } from '../testing/client.ts'

/** A JSON Schema as the OpenAPI document has them. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
  readonly format?: string
}

interface Content {
  readonly [type: string]: { readonly schema: Schema }
}

export interface Operation {
  readonly method: string
  /** With `{id}` where a parameter goes. */
  readonly path: string
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

/** The platform's routes as `/api/openapi.json` tells of them, and what its references point to. */
export interface ApiDocument {
  readonly operations: readonly Operation[]
  readonly schemas: Readonly<Record<string, Schema>>
}

export async function readApiDocument(client: Client): Promise<ApiDocument> {
  const { status, body } = await client.get('/api/openapi.json')
  if (status !== 200) throw new Error(`The OpenAPI document answered ${status}`)
  const paths: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>> = body.paths
  return {
    operations: Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
    ),
    schemas: body.components?.schemas ?? {},
  }
}
