import type { Context } from 'hono'
import { type BaseIssue, type GenericSchema, safeParseAsync } from 'valibot'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { pointTo } from '../errors/point-to.ts'
import type { EndpointSpec } from './endpoint.ts'
import type { PluginEnv } from './request.ts'

/** One thing to mend, as it stands in the problem: where, and what to do about it. */
interface InputIssue {
  readonly in: 'body' | 'query' | 'path'
  /** JSON Pointer (RFC 6901) as a URI fragment, into the body, the query or the path's parameters. */
  readonly pointer: string
  readonly detail: string
}

const largestJson = 1024 * 1024

/** Reads path, query and body by the route's schemas; throws one 422 that names every issue in all of them. */
export async function readInput(c: Context<PluginEnv>, spec: EndpointSpec): Promise<void> {
  const issues: InputIssue[] = []
  const take = async (
    place: InputIssue['in'],
    target: 'param' | 'query' | 'json',
    schema: GenericSchema,
    value: unknown,
  ) => {
    const result = await safeParseAsync(schema, value)
    if (result.success) c.req.addValidatedData(target, result.output as object)
    else issues.push(...result.issues.map((issue) => ({ in: place, pointer: pointerOf(issue), detail: issue.message })))
  }
  if (spec.params !== undefined) await take('path', 'param', spec.params, c.req.param())
  if (spec.query !== undefined) await take('query', 'query', spec.query, queryOf(c))
  if (spec.body !== undefined) await take('body', 'json', spec.body, await readJson(c))
  if (spec.rawBody !== undefined) checkRaw(c, [spec.rawBody.type].flat(), spec.rawBody.limitBytes)
  if (issues.length > 0) throw kernelErrors.invalid({ errors: issues })
}

/** A key given twice is a list; the schema decides whether it wants one. */
function queryOf(c: Context): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([key, values]) => [key, values.length === 1 ? (values[0] ?? '') : values]),
  )
}

/** A request without any body says the same as an empty object: the schema decides whether that is enough. */
async function readJson(c: Context<PluginEnv>): Promise<unknown> {
  if (c.req.raw.body === null) return {}
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type !== 'application/json' && !type.endsWith('+json'))
    throw kernelErrors.unsupportedType({ expected: 'application/json' })
  const text = await readText(c, largestJson)
  c.get('sentBody').text = text
  try {
    return JSON.parse(text)
  } catch (error) {
    throw kernelErrors.malformedJson({ detail: error instanceof Error ? error.message : 'It cannot be parsed' })
  }
}

async function readText(c: Context, limitBytes: number): Promise<string> {
  refuseLength(c, limitBytes)
  // The runtime lets in no more than the declared length, and declares none of a chunked body: that is counted as it comes.
  const isDeclared = c.req.header('content-length') !== undefined
  const bytes = isDeclared ? await c.req.raw.arrayBuffer() : await readBytes(c, limitBytes)
  if (bytes.byteLength > limitBytes) throw kernelErrors.bodyTooLarge({ limitBytes })
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    throw kernelErrors.malformedJson({ detail: 'The body is not UTF-8' })
  }
}

/** Reads a body of another kind whole, and refuses it as soon as it is longer than it may be. */
export async function readBytes(c: Context, limitBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength
    if (size > limitBytes) throw kernelErrors.bodyTooLarge({ limitBytes })
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}

function checkRaw(c: Context, types: readonly string[], limitBytes: number): void {
  const sent = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (sent === undefined || !types.includes(sent)) throw kernelErrors.unsupportedType({ expected: types.join(', ') })
  refuseLength(c, limitBytes)
}

function refuseLength(c: Context, limitBytes: number): void {
  if (Number(c.req.header('content-length') ?? 0) > limitBytes) throw kernelErrors.bodyTooLarge({ limitBytes })
}

function pointerOf(issue: BaseIssue<unknown>): string {
  return pointTo(...(issue.path?.map(({ key }) => String(key)) ?? []))
}
