import { roleNames } from '../role-names.ts'
import type { Entry } from './queries.ts'

/** Names of what the record knows by id. */
export interface Names {
  readonly person: (id: string) => string | undefined
  readonly key: (id: string) => string | undefined
  /** A module's or connector's title. */
  readonly plugin: (id: string) => string | undefined
}

/** Who did it: `Anna Berg`. */
export function tellActor({ actor, actorName }: Entry, names: Names): string {
  const [kind, id = ''] = split(actor)
  if (kind === 'person') return names.person(id) ?? actorName ?? 'Somebody who is not here any more'
  if (kind === 'key') return `API key ${names.key(id) ?? actorName ?? 'that is gone'}`
  return kind === 'system' ? 'The platform' : 'A visitor'
}

/** What was done, to follow on who did it: `invited somebody as Viewer`. */
export function tell(entry: Entry, names: Names): string {
  return sentences[entry.action]?.(entry, names) ?? tellPlugin(entry) ?? entry.action
}

const sentences: Readonly<Record<string, (entry: Entry, names: Names) => string>> = {
  'tenant.created': () => 'made this workspace',
  'tenant.renamed': ({ data }) =>
    data.name === undefined ? 'changed the address of the workspace' : `named the workspace ${text(data.name)}`,
  'tenant.changed': ({ data }) => `changed ${listOf(Object.keys(data).map((name) => settingNames[name] ?? name))}`,
  'tenant.logoChanged': () => 'changed the logo',
  'tenant.logoRemoved': () => 'removed the logo',
  'tenant.transferred': (entry, names) => `made ${whom(entry, names)} the owner`,
  'tenant.twoStepsChanged': ({ data }) =>
    data.required === true ? 'asked everybody for two-step sign-in' : 'stopped asking for two-step sign-in',
  'tenant.deleted': () => 'deleted this workspace',
  'member.joined': ({ data }) => `joined${as(data.role)}`,
  'member.roleChanged': (entry, names) => `changed the role of ${whom(entry, names)} to ${roleOf(entry.data.role)}`,
  'member.removed': (entry, names) =>
    entry.actor === entry.subject ? 'left the workspace' : `removed ${whom(entry, names)}`,
  'invitation.sent': ({ data }) => `invited somebody${as(data.role)}`,
  'invitation.declined': () => 'declined an invitation',
  'invitation.revoked': () => 'took an invitation back',
  'apiKey.created': ({ data }) => `made the API key ${text(data.name)}`,
  'apiKey.rotated': (entry, names) => `replaced ${whichKey(entry, names)}`,
  'apiKey.revoked': (entry, names) => `revoked ${whichKey(entry, names)}`,
  'module.changed': (entry, names) => tellSwitch(entry, names, ['turned on', 'turned off']),
  'notifications.chosen': () => 'chose how they are told of things',
  'connector.changed': (entry, names) => tellSwitch(entry, names, ['connected', 'disconnected']),
  'plugin.installed': ({ data }) => `installed ${text(data.title)}${of(data.version)}`,
  'plugin.changed': (entry) => `changed what ${whichPlugin(entry)} may do, or how it is set up`,
  'plugin.upgraded': (entry) => `updated ${whichPlugin(entry)}${of(entry.data.to)}`,
  'plugin.rolledBack': (entry) => `took ${whichPlugin(entry)} back${of(entry.data.to, ' to')}`,
  'plugin.suspended': (entry) => `paused ${whichPlugin(entry)}`,
  'plugin.resumed': (entry) => `let ${whichPlugin(entry)} go on`,
  'plugin.uninstalled': ({ data }) =>
    `uninstalled ${text(data.title)}${data.data === 'delete' ? ' and deleted its records' : ''}`,
}

const settingNames: Readonly<Record<string, string>> = {
  colour: 'the colour',
  timeZone: 'the time zone',
  currency: 'the currency',
  language: 'the language',
}

/** Kinds of actions that one may ask for, beside those of the plugins. */
export const actionGroups = [
  { value: 'member.', label: 'People' },
  { value: 'invitation.', label: 'Invitations' },
  { value: 'tenant.', label: 'The workspace' },
  { value: 'module.', label: 'Modules on and off' },
  { value: 'connector.', label: 'Connections' },
  { value: 'apiKey.', label: 'API keys' },
  { value: 'plugin.', label: 'Plugins from the marketplace' },
] as const

/** Where what was done is not a plain past tense. */
const verbs: Readonly<Record<string, string>> = {
  created: 'added',
  updated: 'changed',
  restored: 'put back',
  completed: 'finished',
  reopened: 'opened again',
  progressed: 'went on with',
}

function whichPlugin({ data, subject }: Entry): string {
  return text(data.title ?? subject.replace('plugin:', ''))
}

/** `, version 1.2.0`. */
function of(version: unknown, before = ','): string {
  return version === undefined || version === null ? '' : `${before} version ${text(version)}`
}

/** Plugins name what happens `<plugin>.<noun>.<verb>`, and put a name or a number into the data where there is one. */
function tellPlugin({ action, data }: Entry): string | undefined {
  const [, noun, verb] = action.split('.')
  if (verb === undefined || noun === undefined || /^(route|job|event)$/.test(noun)) return undefined
  const told = verbs[verb] ?? words(verb)
  if (typeof data.count === 'number') return `${told} ${data.count} ${words(noun)}`
  const name = data.name ?? data.title ?? data.fileName
  const thing = `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${words(noun)}`
  return `${told} ${thing}${name === undefined || name === null ? '' : `: ${text(name)}`}`
}

/** `rescheduledLate` → `rescheduled late` */
function words(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
}

function tellSwitch({ subject, data }: Entry, names: Names, [on, off]: readonly [string, string]): string {
  const [, id = ''] = split(subject)
  const title = names.plugin(id) ?? id
  if (data.enabled === undefined) return `changed the settings of ${title}`
  return `${data.enabled === true ? on : off} ${title}`
}

function listOf(things: readonly string[]): string {
  return things.length === 0 ? 'the settings' : new Intl.ListFormat('en', { type: 'conjunction' }).format(things)
}

function whom({ subject }: Entry, names: Names): string {
  return names.person(split(subject)[1] ?? '') ?? 'somebody who is not here any more'
}

function whichKey({ subject }: Entry, names: Names): string {
  const name = names.key(split(subject)[1] ?? '')
  return name === undefined ? 'an API key' : `the API key ${name}`
}

function as(role: unknown): string {
  return role === undefined ? '' : ` as ${roleOf(role)}`
}

function roleOf(role: unknown): string {
  return roleNames[role as keyof typeof roleNames] ?? text(role)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function split(name: string): string[] {
  return name.split(':')
}
