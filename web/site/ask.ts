import { offline, Problem } from '../shell/problem.ts'
import { learnClock } from './clock.ts'

export interface AskOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** Looks past what the browser has kept: something has changed. */
  readonly fresh?: boolean
}

const early = new Map<string, Promise<Response>>()

/** Sends a request whose answer is wanted in a moment; `ask` for the same takes it, once. */
export function askAhead(workspace: string, plugin: string, path: string): void {
  const url = urlOf(workspace, plugin, path)
  const answer = fetch(url, { credentials: 'omit' })
  // Whoever takes it hears of the failure.
  answer.catch(() => undefined)
  early.set(url, answer)
}

function takeEarly(url: string, method: string): Promise<Response> | undefined {
  const found = method === 'GET' ? early.get(url) : undefined
  early.delete(url)
  return found
}

function urlOf(workspace: string, plugin: string, path: string): string {
  return `/api/public/${encodeURIComponent(workspace)}/${plugin}${path}`
}

/**
 * Asks a plugin's anonymous routes: `ask('salon-anna', 'booking', '/services')`. Failures are Problems.
 *
 * No cookie goes along, so that nothing here happens in the name of somebody who is signed in.
 */
export async function ask<T>(workspace: string, plugin: string, path: string, options: AskOptions = {}): Promise<T> {
  const { method = 'GET', body, headers, signal, fresh } = options
  const url = urlOf(workspace, plugin, path)
  const send = () =>
    fetch(url, {
      method,
      credentials: 'omit',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
      ...(fresh === true ? { cache: 'reload' } : {}),
    })
  let answer: Response
  try {
    answer = await (takeEarly(url, method) ?? send())
  } catch (error) {
    if (signal?.aborted === true) throw error
    throw offline
  }
  learnClock(answer.headers.get('date'))
  if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as T
  const facts: object = await answer.json().catch(() => ({}))
  const wait = Number(answer.headers.get('retry-after') ?? Number.NaN)
  const instance = { instance: `urn:request:${answer.headers.get('request-id') ?? ''}` }
  throw new Problem(answer.status, { ...instance, ...facts, ...(wait > 0 ? { waitSeconds: wait } : {}) })
}
