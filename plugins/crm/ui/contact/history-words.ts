export interface LedgerEntry {
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly data: Readonly<Record<string, unknown>>
}

const fieldWords: Readonly<Record<string, string>> = {
  firstName: 'the first name',
  lastName: 'the last name',
  emails: 'the email addresses',
  phones: 'the phone numbers',
  companyId: 'the company',
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
}
const list = new Intl.ListFormat('en', { type: 'conjunction' })

/** "Changed the city and the tags". */
export function entryWords({ action, data }: LedgerEntry): string {
  if (action === 'crm.contact.created') return 'Added'
  if (action === 'crm.contact.deleted') return 'Deleted'
  if (action !== 'crm.contact.updated') return action
  const fields = Array.isArray(data.fields)
    ? data.fields.map((field) => fieldWords[String(field)] ?? String(field))
    : []
  return fields.length === 0 ? 'Saved without a change' : `Changed ${list.format(fields)}`
}

/** Who it was, as far as the page knows their names. */
export function actorWords(actor: string, names: ReadonlyMap<string, string>): string {
  const [kind = '', id = ''] = actor.split(':')
  const name = names.get(id)
  if (name !== undefined) return name
  const words: Readonly<Record<string, string>> = {
    user: 'Somebody who left',
    person: 'Somebody who left',
    key: 'A program with an API key',
    plugin: 'A module',
  }
  return words[kind] ?? 'The platform'
}
