import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { setTimeout as delay } from 'node:timers/promises'
import { requestFor } from './requests.ts'
import type { Stage } from './stage.ts'

const requests = 20

/** Database round trips of a warm request: as Server-Timing says, and as the bridge in this process counts them. */
export async function countTrips(stage: Stage, method: 'GET' | 'POST'): Promise<Record<string, string>> {
  const { url, ...request } = requestFor(stage, 'kernel', method === 'GET' ? 'list' : 'create', await stage.signIn())
  const send = async () => {
    const response = await fetch(url, request as RequestInit)
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}`)
    return response.headers.get('server-timing') ?? ''
  }
  await send()
  // The record of the first write is sealed two seconds after it: that trip is no request's.
  await delay(3000)
  await send()
  let atBridge = 0
  const count = () => {
    atBridge += 1
  }
  subscribe('http.server.request.start', count)
  const timings: string[] = []
  for (let sent = 0; sent < requests; sent++) timings.push(await send())
  unsubscribe('http.server.request.start', count)
  return { 'Server-Timing': [...new Set(timings)].join('; '), 'counted at the bridge': String(atBridge / requests) }
}
