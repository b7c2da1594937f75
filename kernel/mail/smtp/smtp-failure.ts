/** How far a conversation with a mail server came. */
export type SmtpStage = 'connect' | 'tls' | 'greeting' | 'login' | 'sender' | 'recipient' | 'content'

/** What a mail server, or the way to it, refused. */
export class SmtpFailure extends Error {
  readonly stage: SmtpStage
  /** The server's three digits; undefined when it said nothing. */
  readonly code: number | undefined
  /** RFC 3463: `5.1.1`. */
  readonly enhanced: string | undefined

  constructor(stage: SmtpStage, message: string, code?: number, enhanced?: string) {
    super(message)
    this.name = 'SmtpFailure'
    this.stage = stage
    this.code = code
    this.enhanced = enhanced
  }

  /** Whether trying again later is of no use: the server said no for good. */
  get isLasting(): boolean {
    return this.code !== undefined && this.code >= 500 && this.stage !== 'greeting'
  }
}
