import { expect } from 'vitest'
import type { Client, Reply } from '../../../tools/testing/client.ts'

/** Fits a reply that is this problem (RFC 9457), with these facts beside. */
export function problem(status: number, code: string, facts: Readonly<Record<string, unknown>> = {}) {
  return {
    status,
    body: expect.objectContaining({
      status,
      type: expect.stringMatching(new RegExp(`/api/problems/${code.replace('.', '\\.')}$`)),
      title: expect.stringMatching(/^[A-Z].{10,}/),
      instance: expect.stringMatching(/^urn:request:/),
      ...facts,
    }),
  }
}

/** Fits a 422 that points at this place of the body. */
export function refusedAt(pointer: string, detail: unknown = expect.stringMatching(/^[A-Z].{8,}/)) {
  return expect.objectContaining({
    status: 422,
    body: expect.objectContaining({
      errors: expect.arrayContaining([expect.objectContaining({ in: 'body', pointer, detail })]),
    }),
  })
}

/** What Server-Timing says that a reply cost. */
export function costOf({ headers }: Reply): { readonly gateCalls: number; readonly roundTrips: number } {
  const timing = headers.get('server-timing') ?? ''
  const read = (pattern: RegExp) => Number(pattern.exec(timing)?.[1] ?? Number.NaN)
  return { gateCalls: read(/gate;desc="(\d+) calls"/), roundTrips: read(/db;desc="(\d+) round trips"/) }
}

export const free = { roundTrips: 0 }
export const warm = { gateCalls: 1, roundTrips: 0 }

interface Mail {
  readonly recipient: string
  readonly subject: string
  readonly body: string
}

/** The captured mails to one person, the newest first. */
export async function mailsTo(client: Client, recipient: string, subject = ''): Promise<readonly Mail[]> {
  const { body } = await client.get('/mail', { accept: 'application/json' })
  return body.data.filter((mail: Mail) => mail.recipient === recipient && mail.subject.includes(subject))
}

/** The token of the link in the newest mail with this subject, once `atLeast` of them have come. */
export async function mailedToken(client: Client, recipient: string, subject: string, atLeast = 1): Promise<string> {
  const deadlineMs = Date.now() + 5000
  for (;;) {
    const mails = await mailsTo(client, recipient, subject)
    const token = /token=([\w-]+)/.exec(mails[0]?.body ?? '')?.[1]
    if (mails.length >= atLeast && token !== undefined) return token
    if (Date.now() > deadlineMs) throw new Error(`No mail "${subject}" came to ${recipient}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
