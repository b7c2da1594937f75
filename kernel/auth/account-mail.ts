import { outgoingMail } from '../database/tables.ts'
import type { Tx } from '../sdk/database.ts'
import { newId } from '../sdk/new-id.ts'

export interface AccountMail {
  readonly to: string
  readonly subject: string
  readonly body: string
}

/** Stores a mail with the change that it speaks of; it is delivered from there. */
export function insertMail(tx: Tx, { to, subject, body }: AccountMail) {
  return tx.insert(outgoingMail).values({ id: newId(), recipient: to, subject, body })
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
