import { outgoingMail } from '../database/tables.ts'
import type { Tx } from '../sdk/database.ts'
import { newId } from '../sdk/new-id.ts'

export interface AccountMail {
  readonly to: string
  readonly subject: string
  readonly body: string
}

/**
 * Stores a mail with the change that it speaks of; it is delivered from there.
 *
 * A name or title in the subject is a person's own text, so line breaks in it become spaces: they would begin another
 * header field.
 */
export function insertMail(tx: Tx, { to, subject, body }: AccountMail) {
  const line = subject.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  return tx.insert(outgoingMail).values({ id: newId(), recipient: to, subject: line, body })
}

export function verifyMail(to: string, name: string, link: string): AccountMail {
  return {
    to,
    subject: 'Confirm your email address',
    body: `Hello ${name},\n\nplease confirm that this is your email address:\n\n${link}\n\nThe link works for two days. If you did not sign up, ignore this mail.`,
  }
}

export function resetMail(to: string, name: string, link: string): AccountMail {
  return {
    to,
    subject: 'Choose a new password',
    body: `Hello ${name},\n\nsomebody, hopefully you, asked for a new password. Choose it here:\n\n${link}\n\nThe link works for one hour, once. If it was not you, ignore this mail: nothing has changed.`,
  }
}

export function passwordChangedMail(to: string, name: string): AccountMail {
  return {
    to,
    subject: 'Your password was changed',
    body: `Hello ${name},\n\nyour password was changed just now, and every other sign-in has ended. If it was not you, ask for a new password at once.`,
  }
}

export function invitationMail(to: string, inviter: string, workspace: string, link: string): AccountMail {
  return {
    to,
    subject: `${inviter} invites you to ${workspace}`,
    body: `Hello,\n\n${inviter} invites you to work together in ${workspace}:\n\n${link}\n\nThe link works for seven days.`,
  }
}

export function signInLinkMail(to: string, name: string, link: string): AccountMail {
  return {
    to,
    subject: 'Your link to sign in',
    body: `Hello ${name},\n\nsign in with this link:\n\n${link}\n\nIt works for 15 minutes, once. If you did not ask for it, ignore this mail: nobody can sign in without it.`,
  }
}

/** `device` in words, such as `Firefox on Windows`; `address` as the session keeps it. */
export function newDeviceMail(to: string, name: string, device: string, address: string, at: Date): AccountMail {
  const moment = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return {
    to,
    subject: 'New sign-in to your account',
    body: `Hello ${name},\n\nsomebody signed in to your account from a device that we had not seen before.\n\nDevice: ${device}\nAddress: ${address}\nTime: ${moment}\n\nIf it was you, there is nothing to do. If not, change your password at once: that ends every other sign-in.`,
  }
}

/** `what` is a whole sentence without its full stop, such as `Two-step sign-in was turned on`. */
export function securityChangedMail(to: string, name: string, what: string): AccountMail {
  return {
    to,
    subject: what,
    body: `Hello ${name},\n\n${what} for your account just now. If it was not you, change your password at once and look through your sign-ins.`,
  }
}
