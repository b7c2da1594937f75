import { count, eq, sql } from 'drizzle-orm'
import { base64url } from 'jose'
import type { InferOutput } from 'valibot'
import { users } from '../../database/tables.ts'
import { kernelErrors } from '../../errors/kernel-errors.ts'
import type { KernelContext } from '../../request/context.ts'
import { must } from '../../sdk/database.ts'
import { newId } from '../../sdk/new-id.ts'
import { insertMail } from '../account-mail.ts'
import { requireProof } from '../prove-person.ts'
import { tellChange } from '../security-mail.ts'
import { passkeys } from '../tables.ts'
import { challengeSeconds, newChallenge } from './challenge.ts'
import { listCredentials, refused, spendChallenge } from './check-passkey.ts'
import { relyingParty } from './relying-party.ts'
import type { NewPasskey } from './schemas.ts'

const mostPasskeys = 20
/** Ed25519, ES256 and RS256 (COSE): what phones, computers and keys sign with. */
const algorithms = [-8, -7, -257]

/** What a browser needs to make a passkey for whoever is signed in. */
export async function creationOptions(c: KernelContext) {
  await requireProof(c)
  const { session, now } = c.var
  const { id, name } = relyingParty(c)
  const use = { purpose: 'register', subject: session.userId } as const
  return {
    challenge: base64url.encode(await newChallenge(c.env.SESSION_SECRET, use, now.getTime())),
    rp: { id, name },
    user: {
      id: base64url.encode(new TextEncoder().encode(session.userId)),
      name: session.email,
      displayName: session.name,
    },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key' as const, alg })),
    timeout: challengeSeconds * 1000,
    attestation: 'none' as const,
    excludeCredentials: await listCredentials(c, session.userId),
    authenticatorSelection: {
      residentKey: 'required' as const,
      requireResidentKey: true,
      userVerification: 'required' as const,
    },
  }
}

/** Keeps a passkey that a browser has made (WebAuthn, 7.1). */
export async function registerPasskey(c: KernelContext, { name, passkey }: InferOutput<typeof NewPasskey>) {
  await requireProof(c)
  const { session, change } = c.var
  const spent = await spendChallenge(c, passkey.response.clientDataJSON, {
    purpose: 'register',
    subject: session.userId,
  })
  const made = await readCreation(c, passkey)
  const row = {
    ...made,
    id: newId(),
    userId: session.userId,
    name,
    transports: [...new Set(passkey.response.transports)],
  }
  const sentence = `The passkey ${name} was added`
  const [stored] = await change(
    { action: 'person.passkeyAdded', subject: `person:${session.userId}`, data: { passkeyId: row.id, name } },
    (tx) => [
      tx.insert(passkeys).values(row).returning(shown),
      must(
        tx
          .select({ id: users.id })
          .from(users)
          .where(
            sql`${users.id} = ${session.userId} and (${tx.select({ count: count() }).from(passkeys).where(eq(passkeys.userId, session.userId))}) <= ${mostPasskeys}`,
          ),
        kernelErrors.passkeysFull(),
      ),
      ...spent(tx),
      insertMail(tx, tellChange(session, sentence)),
    ],
    { refusals: { passkeys_credential_id_key: kernelErrors.passkeyKnown() }, locks: ['sign-in'] },
  )
  const [first] = stored
  if (first === undefined) throw kernelErrors.conflict()
  return first
}

export const shown = {
  id: passkeys.id,
  name: passkeys.name,
  isSynced: passkeys.isSynced,
  createdAt: passkeys.createdAt,
  lastUsedAt: passkeys.lastUsedAt,
}

async function readCreation(c: KernelContext, passkey: InferOutput<typeof NewPasskey>['passkey']) {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const { id, origin } = relyingParty(c)
  const result = await verifyRegistrationResponse({
    response: passkey as Parameters<typeof verifyRegistrationResponse>[0]['response'],
    // Its signature and its end were checked by itself.
    expectedChallenge: () => true,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch(() => undefined)
  if (result?.verified !== true) throw refused()
  const { credential, credentialBackedUp } = result.registrationInfo
  return {
    credentialId: credential.id,
    publicKey: base64url.encode(credential.publicKey),
    counter: credential.counter,
    isSynced: credentialBackedUp,
  }
}
