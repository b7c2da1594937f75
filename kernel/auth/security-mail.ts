import type { KernelContext } from '../request/context.ts'
import { publicOrigin } from '../request/public-origin.ts'
import { type AccountMail, newDeviceMail, securityChangedMail } from './account-mail.ts'
import { clientOf } from './client.ts'
import { nameDevice } from './name-device.ts'

interface Addressee {
  readonly email: string
  readonly name: string
}

/** What was done to a person's sign-in: a sentence without its full stop, `A passkey was removed`. */
export function tellChange({ email, name }: Addressee, sentence: string): AccountMail {
  return securityChangedMail(email, name, sentence)
}

/** Somebody signed in where this person never did before. */
export async function tellNewDevice(c: KernelContext, { email, name }: Addressee): Promise<AccountMail> {
  const { userAgent } = await clientOf(c)
  return newDeviceMail(email, name, nameDevice(userAgent), c.var.address, c.var.now)
}

/** Somebody passes the first step, and fails at the second. */
export function tellWrongCodes(c: KernelContext, { email, name }: Addressee): AccountMail {
  return {
    to: email,
    subject: 'Somebody tried to sign in to your account',
    body:
      `Hello ${name},\n\nsomebody passed the first step of signing in to your account, and then gave several wrong codes. ` +
      `They did not get in.\n\nIf it was not you, somebody knows your password or reads your mail. Choose a new password:\n\n${publicOrigin(c)}/forgot-password`,
  }
}
