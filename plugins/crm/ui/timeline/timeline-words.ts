export interface TimelineEntry {
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly actorName: string | null
  readonly action: string
  readonly subject: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface WordSources {
  readonly stage: (id: string) => string | undefined
  /** The name of a module by its id. */
  readonly module?: (id: string) => string | undefined
}

const fieldWords: Readonly<Record<string, string>> = {
  firstName: 'the first name',
  lastName: 'the last name',
  emails: 'the email addresses',
  phones: 'the phone numbers',
  companyId: 'the company',
  contactId: 'the contact',
  dealId: 'the deal',
  jobTitle: 'the job title',
  website: 'the website',
  street: 'the street',
  city: 'the city',
  region: 'the region',
  postalCode: 'the postal code',
  country: 'the country',
  birthday: 'the birthday',
  notes: 'the notes',
  tags: 'the tags',
  custom: 'own fields',
  name: 'the name',
  title: 'the title',
  amount: 'the worth',
  expectedClose: 'the day it should close',
  ownerId: 'the owner',
  stageId: 'the stage',
  pipelineId: 'the pipeline',
  lostReason: 'why it was lost',
  dueOn: 'the day',
  dueTime: 'the time',
  priority: 'how important it is',
  assigneeId: 'for whom it is',
  body: 'the text',
  pinned: 'whether it is kept at the top',
}

const nounWords: Readonly<Record<string, string>> = {
  contact: 'Contact',
  company: 'Company',
  deal: 'Deal',
  task: 'Task',
  note: 'Note',
  import: 'Import',
  view: 'View',
  pipeline: 'Pipeline',
  field: 'Field',
}
const verbWords: Readonly<Record<string, string>> = {
  created: 'added',
  updated: 'changed',
  deleted: 'deleted',
  restored: 'brought back',
  merged: 'joined with another',
  completed: 'done',
  reopened: 'open again',
  moved: 'moved',
  won: 'won',
  lost: 'lost',
}
const list = new Intl.ListFormat('en', { type: 'conjunction' })

/** What happened, in plain words: "Changed the city and the tags". Of actions that nobody told us of, a general sentence. */
export function timelineWords({ action, data }: TimelineEntry, sources: WordSources): string {
  const [plugin = '', noun = '', verb = ''] = action.split('.')
  if (plugin !== 'crm' || verb === '') return generalWords(action, sources)
  return crmWords(noun, verb, data, sources) ?? generalWords(action, sources)
}

type Data = TimelineEntry['data']

function crmWords(noun: string, verb: string, data: Data, { stage }: WordSources): string | undefined {
  const called = nameIn(data)
  const name = called === '' ? '' : `: ${called}`
  if (verb === 'moved') return movedWords(data, stage, name)
  if (verb === 'changed') return togetherWords(data)
  if (verb === 'lost' && typeof data.reason === 'string' && data.reason !== '')
    return `Deal lost${name} (${data.reason})`
  if (verb === 'updated') return `${changedWords(noun, data)}${name}`
  const words = verbWords[verb]
  const thing = nounWords[noun]
  return words === undefined || thing === undefined ? undefined : `${thing} ${words}${name}`
}

function movedWords({ from, to }: Data, stage: WordSources['stage'], name: string): string {
  if (from === to) return `Deal moved within its stage${name}`
  const where = stage(String(to))
  return where === undefined ? `Deal moved${name}` : `Deal moved to ${where}${name}`
}

const togetherVerbs: Readonly<Record<string, string>> = {
  delete: 'Deleted',
  tag: 'Tags changed',
  set: 'Changed',
  done: 'Ticked off',
  undo: 'Put back as it was',
}

/** What was done to many at once: "Tags changed, together with 11 others". */
function togetherWords({ action, count, fields }: Data): string {
  const named =
    Array.isArray(fields) && action === 'set' ? fields.map((field) => fieldWords[String(field)] ?? String(field)) : []
  const what = `${togetherVerbs[String(action)] ?? 'Changed'}${named.length === 0 ? '' : `: ${list.format(named)}`}`
  const others = Number(count) - 1
  if (!(others > 0)) return what
  return `${what}, together with ${others === 1 ? '1 other' : `${others} others`}`
}

function changedWords(noun: string, data: Data): string {
  const thing = nounWords[noun] ?? 'Record'
  const fields = Array.isArray(data.fields)
    ? data.fields.map((field) => fieldWords[String(field)] ?? String(field))
    : []
  return fields.length === 0 ? `${thing} saved` : `${thing} changed: ${list.format(fields)}`
}

function nameIn(data: Data): string {
  const name = data.title ?? data.name
  return typeof name === 'string' && name !== '' ? name : ''
}

/** `booking.appointment.created` of a module that this page knows nothing of: "Booking: appointment created". */
function generalWords(action: string, { module }: WordSources): string {
  const [plugin = '', ...rest] = action.split('.')
  const what = rest.map(spell).join(' ')
  const where = module?.(plugin) ?? capital(spell(plugin))
  return what === '' ? where : `${where}: ${what}`
}

function spell(word: string): string {
  return word
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]/g, ' ')
    .toLowerCase()
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

const icons: Readonly<Record<string, string>> = {
  deal: 'i-lucide-handshake',
  task: 'i-lucide-square-check',
  note: 'i-lucide-sticky-note',
  contact: 'i-lucide-contact',
  company: 'i-lucide-building-2',
  import: 'i-lucide-upload',
}

export function iconOf({ action }: TimelineEntry): string {
  const [plugin, noun = '', verb] = action.split('.')
  if (plugin !== 'crm') return 'i-lucide-blocks'
  if (verb === 'won') return 'i-lucide-trophy'
  return icons[noun] ?? 'i-lucide-circle-dot'
}

/** Who it was, as far as the page knows their names. */
export function actorWords({ actor, actorName }: Pick<TimelineEntry, 'actor' | 'actorName'>): string {
  if (actorName !== null && actorName !== '') return actorName
  const kind = actor.split(':')[0] ?? ''
  const words: Readonly<Record<string, string>> = {
    user: 'Somebody who left',
    person: 'Somebody who left',
    key: 'A program with an API key',
    plugin: 'A module',
  }
  return words[kind] ?? 'The platform'
}
