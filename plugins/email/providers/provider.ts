import type { EmailAttachment, Mailbox } from '#sdk'

/** A mail as it is handed to a provider. */
export interface OutgoingMail {
  /** UUID; the same in every try. */
  readonly id: string
  readonly from: Mailbox
  readonly to: Mailbox
  readonly cc: readonly Mailbox[]
  readonly replyTo?: string
  readonly subject: string
  readonly text: string
  readonly html?: string
  readonly attachments: readonly EmailAttachment[]
  readonly headers: Readonly<Record<string, string>>
  readonly messageId: string
  readonly date: Date
  readonly category: 'transactional' | 'notification' | 'marketing'
}

export interface Sent {
  /** The mail's id there, by which notices name it; null when there is none. */
  readonly providerId: string | null
  /** Recipients that were not taken beside others that were. */
  readonly refused: readonly { readonly address: string; readonly isGone: boolean }[]
}

export interface ProviderRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface ProviderAnswer {
  readonly status: number
  readonly headers: Headers
  /** JSON; null when it was none. */
  readonly body: unknown
}

/** What a provider tells later about a mail that it took. */
export interface Notice {
  readonly providerId: string | null
  readonly address: string
  readonly kind: 'delivered' | 'bounced' | 'complained' | 'unsubscribed'
}

/** A notice as it came in. */
export interface NoticeRequest {
  readonly headers: Headers
  readonly text: string
  readonly body: unknown
  /** The key that the workspace has stored for notices. */
  readonly key: string
  readonly nowMs: number
}

/** A provider with an HTTP API: what is asked and how the answers read. Nothing in it talks to anybody. */
export interface HttpProvider {
  readonly title: string
  readonly apiUrl: string
  readonly sending: (mail: OutgoingMail, key: string) => ProviderRequest
  /** Throws an UpstreamFailure when the mail was not taken. */
  readonly readSent: (answer: ProviderAnswer, mail: OutgoingMail) => Sent
  /** A request that shows whether the key works, and changes nothing. */
  readonly testing: (key: string) => ProviderRequest
  readonly readTest: (answer: ProviderAnswer, fromAddress: string) => string | undefined
  /** The notices in a request; undefined when it is not signed as the provider signs. */
  readonly readNotices: (request: NoticeRequest) => Promise<readonly Notice[] | undefined>
}
