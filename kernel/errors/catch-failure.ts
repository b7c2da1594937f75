import { HTTPException } from 'hono/http-exception'
import type { KernelContext } from '../request/context.ts'
import { AppError } from './app-error.ts'
import { renderProblem } from './render-problem.ts'
import { unwrapError } from './unwrap-error.ts'

/** Renders whatever a handler threw, once, and logs what was a bug: its name and place, never the request's content. */
export function catchFailure(thrown: Error, c: KernelContext): Response {
  const error = unwrapError(thrown)
  if (error instanceof HTTPException) return error.getResponse()
  const requestId = c.get('requestId') ?? crypto.randomUUID()
  if (!(error instanceof AppError))
    console.error(`[${requestId}] ${c.req.method} ${new URL(c.req.url).pathname} failed:`, describeBug(error))
  const problem = renderProblem(error, { id: requestId, origin: new URL(c.req.url).origin })
  // Through the context: what was set before the failure, such as a cookie that goes, still goes along.
  return c.newResponse(problem.body, problem.status as 500, Object.fromEntries(problem.headers))
}

/** A database error's message and detail can quote a value; its code and place cannot. */
function describeBug(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is not an Error'
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  return `${error.name}${code}${code === '' ? `: ${error.message}` : ''}\n${frames.slice(0, 8).join('\n')}`
}
