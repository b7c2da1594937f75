import { AppError } from './app-error.ts'

/** RFC 9457: an expected failure in full; of a bug, nothing but the request id. */
export function renderProblem(error: unknown, request: { readonly id: string; readonly origin: string }): Response {
  const problem = error instanceof AppError ? { ...error.facts, ...describe(error, request.origin) } : bug
  const headers = error instanceof AppError ? error.headers : {}
  return new Response(JSON.stringify({ ...problem, instance: `urn:request:${request.id}` }), {
    status: problem.status,
    headers: { ...headers, 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  })
}

const bug = { type: 'about:blank', title: 'Something went wrong on our side', status: 500 }

function describe(error: AppError, origin: string) {
  return { type: `${origin}/api/problems/${error.code}`, title: error.message, status: error.status }
}
