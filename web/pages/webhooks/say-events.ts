/** A kind of event, as `/api/events/schemas` describes it. */
export interface EventType {
  /** `crm.deal.won`. */
  readonly action: string
  /** The module's id, or `kernel`. */
  readonly module: string
  /** The module's title. */
  readonly title: string
}

export interface EventGroup {
  /** `crm.deal.*`. */
  readonly pattern: string
  /** `Deal`. */
  readonly title: string
  readonly types: readonly EventType[]
}

/** What a module does by itself says nothing to another program; it is told with everything. */
const inner = new Set(['route', 'job', 'event'])

/** Kinds of events by the thing that they happen to, in the words of the page. */
export function groupEvents(types: readonly EventType[]): EventGroup[] {
  const telling = types.filter(({ action, module }) => module === 'kernel' || !inner.has(action.split('.')[1] ?? ''))
  const groups = Map.groupBy(telling, ({ action }) => `${action.split('.').slice(0, -1).join('.')}.*`)
  return [...groups].map(([pattern, own]) => ({ pattern, title: capital(nounOf(pattern)), types: own }))
}

/** `crm.deal.stageMoved` → `Deal stage moved`. */
export function sayAction(action: string): string {
  const parts = action.split('.')
  return capital(sayWords(parts.slice(parts.length > 2 ? 1 : 0).join(' ')))
}

/** What a webhook tells, in a few words: `Everything`, or `Deal won and 2 more kinds of events`. */
export function sayEvents(events: readonly string[]): string {
  const [first, ...others] = events
  if (first === undefined) return 'Nothing'
  if (events.includes('*')) return 'Everything that happens'
  const words = first.endsWith('.*') ? `All about: ${nounOf(first)}` : sayAction(first)
  if (others.length === 0) return words
  return `${words}, and ${others.length} more ${others.length === 1 ? 'kind' : 'kinds'} of events`
}

function nounOf(pattern: string): string {
  return sayWords(pattern.split('.').at(-2) ?? '')
}

function sayWords(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\bapi\b/g, 'API')
    .replace(/\btenant\b/g, 'workspace')
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
