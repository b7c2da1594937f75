/** A failure that the API explained (RFC 9457), or the lack of any answer. */
export class Problem extends Error {
  readonly status: number
  /** `kernel.emailTaken`: the last segment of the problem's type. */
  readonly code: string
  /** What is wrong with which field, by JSON Pointer without its `#/`. */
  readonly fields: Readonly<Record<string, string>>
  readonly requestId: string
  readonly facts: Readonly<Record<string, unknown>>

  constructor(status: number, facts: Readonly<Record<string, unknown>>) {
    super(typeof facts.title === 'string' ? facts.title : 'Something went wrong on our side')
    this.name = 'Problem'
    this.status = status
    this.facts = facts
    this.code =
      String(facts.type ?? '')
        .split('/')
        .at(-1) ?? ''
    this.requestId = String(facts.instance ?? '').replace('urn:request:', '')
    const fields: Record<string, string> = {}
    for (const { pointer, detail } of readErrors(facts.errors)) {
      const field = pointer.replace(/^#\/?/, '')
      fields[field] = fields[field] === undefined ? detail : `${fields[field]} ${detail}`
    }
    this.fields = fields
  }

  /** The sentence for the page: the detail of the only error says more than the title. */
  get sentence(): string {
    return typeof this.facts.detail === 'string' ? `${this.message}. ${this.facts.detail}` : this.message
  }
}

/** No answer came at all. */
export const offline = new Problem(0, { title: 'No connection. Check your network and try again' })

function readErrors(errors: unknown): { pointer: string; detail: string }[] {
  if (!Array.isArray(errors)) return []
  return errors.map((error: { pointer?: unknown; detail?: unknown }) => ({
    pointer: String(error.pointer ?? ''),
    detail: String(error.detail ?? ''),
  }))
}
