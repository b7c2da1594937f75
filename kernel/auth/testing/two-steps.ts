import { expect } from 'vitest'
import type { Client, Person, Reply } from '../../../tools/testing/client.ts'
import type { TestPlatform } from '../../../tools/testing/test-platform.ts'
import { totpCode } from '../two-steps/totp.ts'

const stepMs = 30_000

/** The code of an app, some half minutes from now. */
export function codeIn(secret: string, steps = 0): string {
  return totpCode(secret, Date.now() + steps * stepMs)
}

/** Sets up an app; the code of the half minute before is used for it, so that this one's is still good. */
export async function setUpApp(person: Person): Promise<{ secret: string; backupCodes: string[] }> {
  const begun = await person.client.post('/api/auth/totp')
  expect(begun.status).toBe(201)
  const { secret } = begun.body
  const confirmed = await person.client.post('/api/auth/totp/confirm', { code: codeIn(secret, -1) })
  expect(confirmed).toMatchObject({ status: 200 })
  return { secret, backupCodes: confirmed.body.backupCodes }
}

/** Signs in as far as the password goes; answers the token for the second step. */
export async function firstStep(client: Client, person: Person): Promise<string> {
  const reply = await client.post('/api/auth/login', { email: person.email, password: person.password })
  expect(reply).toMatchObject({ status: 202, body: { secondStep: { expiresIn: 600 } } })
  return reply.body.secondStep.token
}

/** The cookie of this name that a reply sets, as `name=value`. */
export function cookieOf({ headers }: Reply, name: string): string | undefined {
  return headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.split(';')[0]
}

/** Makes it as if nobody had shown who they are for eleven minutes. */
export async function letProofAge(platform: TestPlatform, person: Person): Promise<void> {
  await platform.owner.query(
    `update kernel.sessions set proven_at = now() - interval '11 minutes' where user_id = $1`,
    [person.id],
  )
}
