import type { KernelContext } from '../request/context.ts'
import { openDatabase } from '../request/open-database.ts'
import type { Planned, Tx } from '../sdk/database.ts'
import { insertMail } from './account-mail.ts'
import { answerSignIn } from './answer-sign-in.ts'
import { type FoundPerson, noteDevice } from './devices.ts'
import { tellChange, tellNewDevice } from './security-mail.ts'
import { prepareSession } from './sign-in.ts'

interface Completion {
  /** By what they showed who they are, for the record: `password`, `password, totp`, `passkey`. */
  readonly how: string
  /** What else happens with it, such as the end of a token. */
  readonly also?: (tx: Tx) => readonly Planned[]
  /** Whether this browser is not asked for the second step from now on. */
  readonly trusts?: boolean
}

const trustSentence = 'A browser was trusted for 30 days'

/** The end of every way to sign in: a session, its record, and a mail when it is in a browser not seen before. */
export async function completeSignIn(
  c: KernelContext,
  { user, knownDevice, trustedDevice }: Pick<FoundPerson, 'user' | 'knownDevice' | 'trustedDevice'>,
  { how, also = () => [], trusts = false }: Completion,
) {
  const [session, device, mail] = await Promise.all([
    prepareSession(c, user.id),
    noteDevice(c, { userId: user.id, knownDevice, trustedDevice }, trusts),
    tellNewDevice(c, user),
  ])
  const { change } = await openDatabase(c, 'kernel', user.id, `person:${user.id}`)
  await change(
    { action: 'person.signedIn', subject: `person:${user.id}`, data: { sessionId: session.sessionId, how, trusts } },
    (tx) => [
      ...also(tx),
      ...session.inserts(tx),
      ...device.statements(tx),
      ...(knownDevice === null ? [insertMail(tx, mail)] : []),
      ...(trusts ? [insertMail(tx, tellChange(user, trustSentence))] : []),
    ],
  )
  const answer = await answerSignIn(c, session, {
    id: user.id,
    email: user.email,
    name: user.name,
    emailVerified: user.emailVerifiedAt !== null,
  })
  device.setCookies()
  return answer
}
