import type { Connection } from '../../sdk/belongings.ts'
import { SmtpFailure, type SmtpStage } from './smtp-failure.ts'

/** What a mail server answered: three digits and its lines. */
export interface SmtpReply {
  readonly code: number
  readonly lines: readonly string[]
}

const longestReply = 64 * 1024

/** One conversation over one connection: a line is sent, a reply is read, and nothing takes longer than it may. */
export class SmtpStream {
  #connection: Connection
  #reader: ReadableStreamDefaultReader<Uint8Array>
  #writer: WritableStreamDefaultWriter<Uint8Array>
  #received = ''
  #decoder = new TextDecoder()
  readonly #patienceMs: number
  readonly #endsAtMs: number

  /** Waits so long for each reply, and so long for all of them together. */
  constructor(connection: Connection, patienceMs: number, longestMs: number) {
    this.#patienceMs = patienceMs
    this.#endsAtMs = Date.now() + longestMs
    this.#connection = connection
    this.#reader = connection.readable.getReader()
    this.#writer = connection.writable.getWriter()
  }

  async send(text: string, stage: SmtpStage): Promise<void> {
    await this.#within(this.#writer.write(new TextEncoder().encode(text)), stage, this.#patienceMs)
  }

  /** Sends a line and reads the reply. */
  async ask(line: string, stage: SmtpStage): Promise<SmtpReply> {
    await this.send(`${line}\r\n`, stage)
    return this.read(stage)
  }

  async read(stage: SmtpStage, patienceMs = this.#patienceMs): Promise<SmtpReply> {
    const lines: string[] = []
    for (;;) {
      const line = await this.#readLine(stage, patienceMs)
      const [, code = '', more, text = ''] = /^(\d{3})([ -]?)(.*)$/.exec(line) ?? []
      if (code === '')
        throw new SmtpFailure(stage === 'connect' ? 'greeting' : stage, 'It does not answer as a mail server does')
      lines.push(text)
      if (more !== '-') return { code: Number(code), lines }
      if (lines.length > 200) throw new SmtpFailure(stage, 'The mail server says too much')
    }
  }

  /**
   * Goes on in TLS.
   *
   * What came before it in clear text, beyond the reply that was waited for, was put there by somebody in between
   * (CVE-2011-0411): it ends the conversation.
   */
  async upgrade(): Promise<void> {
    if (this.#received !== '') throw new SmtpFailure('tls', 'Somebody meddles with the connection')
    this.#reader.releaseLock()
    this.#writer.releaseLock()
    this.#connection = this.#connection.startTls()
    this.#reader = this.#connection.readable.getReader()
    this.#writer = this.#connection.writable.getWriter()
  }

  async close(): Promise<void> {
    this.#reader.cancel().catch(() => undefined)
    this.#writer.abort().catch(() => undefined)
    await this.#connection.close().catch(() => undefined)
  }

  async #readLine(stage: SmtpStage, patienceMs: number): Promise<string> {
    for (;;) {
      const end = this.#received.indexOf('\n')
      if (end >= 0) {
        const line = this.#received.slice(0, end).replace(/\r$/, '')
        this.#received = this.#received.slice(end + 1)
        return line
      }
      if (this.#received.length > longestReply) throw new SmtpFailure(stage, 'The mail server says too much')
      const { value, done } = await this.#within(this.#reader.read(), stage, patienceMs)
      if (done) throw new SmtpFailure(stage, 'The mail server ended the conversation')
      this.#received += this.#decoder.decode(value, { stream: true })
    }
  }

  async #within<Result>(work: Promise<Result>, stage: SmtpStage, patienceMs: number): Promise<Result> {
    const waitMs = Math.min(patienceMs, Math.max(0, this.#endsAtMs - Date.now()))
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new SmtpFailure(stage, 'The mail server does not answer')), waitMs)
    })
    try {
      return await Promise.race([work, late])
    } catch (error) {
      // What the runtime says of a broken connection is meant for its own log.
      throw error instanceof SmtpFailure ? error : new SmtpFailure(stage, 'The connection to the mail server broke off')
    } finally {
      clearTimeout(timer)
    }
  }
}
