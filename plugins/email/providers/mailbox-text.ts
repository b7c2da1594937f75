import type { Mailbox } from '#sdk'

/** `Name <address>`, as APIs take it; the name is quoted where it must be. */
export function mailboxText({ name = '', address }: Mailbox): string {
  if (name === '') return address
  const shown = /^[\p{L}\p{N} .'-]*$/u.test(name) && !/[.]/.test(name) ? name : `"${name.replaceAll(/["\\]/g, '\\$&')}"`
  return `${shown} <${address}>`
}
