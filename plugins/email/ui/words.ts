import type { Message, MessageState, Suppression } from '../contract.ts'

type Tone = 'plain' | 'good' | 'warn' | 'danger' | 'accent'

/** What became of a mail: a word, its tone, and what that means. */
export const states: Readonly<
  Record<MessageState, { readonly word: string; readonly tone: Tone; readonly means: string }>
> = {
  queued: { word: 'Waiting', tone: 'accent', means: 'It is about to be sent, or is tried again soon.' },
  sent: { word: 'Sent', tone: 'good', means: 'Your mail provider has taken it.' },
  delivered: { word: 'Delivered', tone: 'good', means: 'It arrived in the mailbox.' },
  bounced: { word: 'Came back', tone: 'danger', means: 'The address does not exist. Nothing more is sent to it.' },
  complained: {
    word: 'Called spam',
    tone: 'danger',
    means: 'The person marked it as spam. They get only what they set off themselves.',
  },
  failed: { word: 'Not sent', tone: 'danger', means: 'It could not be sent.' },
  suppressed: { word: 'Held back', tone: 'warn', means: 'This address is on the list of those who get no mail.' },
}

/** A mail that waits after a try that failed is another thing than one that has just been written. */
export function stateOf({ state, problem }: Pick<Message, 'state' | 'problem'>) {
  return state === 'queued' && problem !== null
    ? {
        word: 'Trying again',
        tone: 'warn' as const,
        means: 'It could not be sent yet. It is tried again for three days.',
      }
    : states[state]
}

export const categories: Readonly<Record<Message['category'], string>> = {
  transactional: 'Something the person waits for',
  notification: 'Notification',
  marketing: 'Newsletter or advertising',
}

const reasons: Readonly<Record<Suppression['reason'], string>> = {
  bounce: 'The address does not exist',
  complaint: 'Marked a mail as spam',
  unsubscribed: 'Unsubscribed',
  by_hand: 'Added by hand',
}

export function reasonOf({ reason, note }: Pick<Suppression, 'reason' | 'note'>): string {
  return note === '' ? reasons[reason] : `${reasons[reason]}: ${note}`
}

/** What an address does not get. */
export function scopeOf({ scope }: Pick<Suppression, 'scope'>): string {
  if (scope === 'everything') return 'Gets no mail at all'
  return scope === 'optional' ? 'Gets no newsletters and notifications' : `Does not get ${scope.slice('list:'.length)}`
}
