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

  /** For the page: what went wrong, the detail of the only error where there is one, and what to do about it. */
  get sentence(): string {
    const parts = [this.message, typeof this.facts.detail === 'string' ? this.facts.detail : adviceOn(this)]
    return parts.filter((part) => part !== undefined).join('. ')
  }

  /** By which support finds the request; undefined where what to do is plain without it. */
  get supportId(): string | undefined {
    return this.requestId === '' || [401, 412, 422].includes(this.status) ? undefined : this.requestId
  }
}

/** What to do next where the API's own words do not say it. */
function adviceOn({ status, code }: Problem): string | undefined {
  if (code === 'kernel.notAllowed') return 'Ask an owner or a manager of the workspace to do it, or to let you'
  if (status === 404) return 'Somebody may have deleted it: go back and look again'
  return status === 500 ? 'Try again in a moment' : undefined
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
