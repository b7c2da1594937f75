import type { Context, Input, MiddlewareHandler } from 'hono'
import type { BlankInput } from 'hono/types'
import type { GenericSchema, InferInput, InferOutput } from 'valibot'
import type { RouteClass } from '../gate/limits.ts'
import { readInput } from './read-input.ts'
import type { Admission, PluginEnv } from './request.ts'

type Schema = GenericSchema
type Optional = Schema | undefined

type RawType = 'application/json' | 'text/csv' | 'application/octet-stream' | 'image/png' | 'image/jpeg' | 'image/webp'

/** A body that is not JSON, or longer than JSON is elsewhere: read it as `c.req.raw.body`. */
export interface RawBody {
  /** Its content type, or the ones that it may have. */
  readonly type: RawType | readonly RawType[]
  readonly limitBytes: number
}

/** What a route is, for whom, what it takes and what it answers: checked at run time and shown in the OpenAPI document. */
export interface EndpointSpec<
  Params extends Optional = Optional,
  Query extends Optional = Optional,
  Body extends Optional = Optional,
> {
  /** A verb phrase in the third person: `Lists contacts`. */
  readonly summary: string
  readonly description?: string
  readonly audience?: Admission['audience']
  readonly permission?: string
  /** `read` for GET and `write` for the rest when absent. */
  readonly routeClass?: RouteClass
  readonly params?: Params
  readonly query?: Query
  /** The JSON body, 1 MiB at most. */
  readonly body?: Body
  readonly rawBody?: RawBody
  /** By status: the schema of the JSON body, a content type for another body, or null for none. */
  readonly answers: Readonly<Record<number, Schema | string | null>>
}

type Part<Target extends string, Item extends Optional, Mode extends 'in' | 'out'> = Item extends Schema
  ? { [Key in Target]: Mode extends 'in' ? InferInput<Item> : InferOutput<Item> }
  : BlankInput

type PartsOf<Params extends Optional, Query extends Optional, Body extends Optional, Mode extends 'in' | 'out'> = Part<
  'param',
  Params,
  Mode
> &
  Part<'query', Query, Mode> &
  Part<'json', Body, Mode>

/** Hono's type of what the handlers behind read; nothing at all for a route that takes nothing. */
type InputOf<Params extends Optional, Query extends Optional, Body extends Optional> = [Params, Query, Body] extends [
  undefined,
  undefined,
  undefined,
]
  ? BlankInput
  : { in: PartsOf<Params, Query, Body, 'in'>; out: PartsOf<Params, Query, Body, 'out'> }

/** Fits every router, whatever its `c.var`: it brings types of input only. */
// biome-ignore lint/suspicious/noExplicitAny: Hono skips `any` when it joins the environments of a chain
type Opening<In extends Input> = MiddlewareHandler<any, string, In>

const specKey = Symbol('endpoint')

/**
 * Opens a route: lets the kernel decide whether the request may pass, then reads its input.
 *
 * It is the first handler of every route. `c.req.valid('param' | 'query' | 'json')` answers what the schemas read; a
 * request that does not fit is answered 422 with every issue at once.
 */
export function endpoint<
  const Params extends Optional = undefined,
  const Query extends Optional = undefined,
  const Body extends Optional = undefined,
>(spec: EndpointSpec<Params, Query, Body>): Opening<InputOf<Params, Query, Body>> {
  const handler = async (c: Context<PluginEnv>, next: () => Promise<void>) => {
    await c.get('enter')({
      audience: spec.audience ?? 'tenant',
      permission: spec.permission,
      routeClass: spec.routeClass ?? classOf(c.req.method),
    })
    await readInput(c, spec)
    await next()
  }
  return Object.assign(handler, { [specKey]: spec }) as unknown as Opening<InputOf<Params, Query, Body>>
}

/** The spec of a handler that `endpoint` made. */
export function seekSpec(handler: unknown): EndpointSpec | undefined {
  return typeof handler === 'function' && specKey in handler ? (handler[specKey] as EndpointSpec) : undefined
}

function classOf(method: string): RouteClass {
  return method === 'GET' || method === 'HEAD' ? 'read' : 'write'
}
