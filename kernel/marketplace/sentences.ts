import type { AskedFor, Manifest } from '../sandbox/manifest.ts'
import { askedGrants, type GrantKey } from './asked-grants.ts'

/** One thing that a plugin asks for, in words that whoever decides understands. */
export interface Sentence {
  readonly kind: GrantKey['kind'] | 'tables'
  readonly key: string
  readonly text: string
  /** The publisher's own reason. */
  readonly why: string | null
}

/** What a module is called, by its id. */
export type TitleOf = (moduleId: string) => string | undefined

const ports: Readonly<Record<string, (perDay: string) => string>> = {
  email: (perDay) => `Can send up to ${perDay} emails a day in your name`,
  push: (perDay) => `Can send up to ${perDay} notifications a day to the devices of your people`,
  files: (perDay) => `Can keep files in your store and read its own, up to ${perDay} times a day`,
}
const deeds: Readonly<Record<string, string>> = {
  GET: 'see',
  POST: 'add to',
  PUT: 'change',
  PATCH: 'change',
  DELETE: 'delete from',
}
const limits: Readonly<Record<string, (amount: string) => string>> = {
  requestsPerDay: (amount) => `Expects up to ${amount} requests a day`,
  rows: (amount) => `Expects to keep up to ${amount} records`,
  bytes: (amount) => `Expects to need up to ${amount} megabytes for its records`,
}

/** All that a plugin asks for, each with the reason that its publisher gives. */
export function sentencesOf(needs: AskedFor, hasTables: boolean, titleOf: TitleOf): Sentence[] {
  const asked = askedGrants(needs)
  const hosts = Object.keys(needs.hosts)
  const say = (kind: Sentence['kind'], key: string, text: string, why?: string): Sentence => ({
    kind,
    key,
    text,
    why: why ?? null,
  })
  return [
    ...Object.entries(needs.ports).map(([key, { why }]) =>
      say('port', key, ports[key]?.(count(asked.ports[key as 'email']?.perDay)) ?? `Can use ${key}`, why),
    ),
    ...hosts.map((host) => say('host', host, hostText(host, hosts.length), needs.hosts[host]?.why)),
    ...Object.entries(needs.calls).map(([key, { fields, why }]) =>
      say('call', key, `${callText(key, titleOf)}${fieldsText(fields)}`, why),
    ),
    ...Object.entries(needs.hears).map(([key, { fields, why }]) =>
      say('hears', key, `${hearsText(key, titleOf)}${fieldsText(fields)}`, why),
    ),
    ...(hasTables ? [say('tables', 'tables', 'Keeps records of its own, which nobody else’s plugin sees')] : []),
    ...Object.entries(needs.limits).flatMap(([key, amount]) => {
      const text = limits[key]?.(count(key === 'bytes' ? Math.ceil((amount ?? 0) / 1_000_000) : amount))
      return text === undefined ? [] : [say('limit', key, text)]
    }),
  ]
}

/** The same for a whole manifest; whether it has tables its migrations say. */
export function asksOf({ needs }: Manifest, migrations: readonly unknown[], titleOf: TitleOf): Sentence[] {
  return sentencesOf(needs, migrations.length > 0, titleOf)
}

function hostText(host: string, hosts: number): string {
  return hosts === 1 ? `Can contact ${host}, and nobody else` : `Can contact ${host}: one of ${hosts}, and nobody else`
}

/** `crm GET /contacts/:id` → `Can see your contacts in Customers`. */
function callText(route: string, titleOf: TitleOf): string {
  const [module = '', method = '', path = ''] = route.split(' ')
  const noun = path
    .split('/')
    .filter((part) => part !== '' && !part.startsWith(':'))
    .map(inWords)
    .join(', ')
  return `Can ${deeds[method] ?? 'use'} your ${noun === '' ? 'records' : noun} in ${titleOf(module) ?? inWords(module)}`
}

/** `booking.booking.created` → `Is told when a booking is created`. */
function hearsText(pattern: string, titleOf: TitleOf): string {
  const [module = '', noun, verb] = pattern.split('.')
  if (pattern === '*') return 'Is told of everything that happens in your workspace'
  const title = titleOf(module) ?? inWords(module)
  if (noun === undefined || noun === '*') return `Is told of everything that happens in ${title}`
  if (verb === undefined || verb === '*') return `Is told what happens to each ${inWords(noun)} in ${title}`
  return `Is told when a ${inWords(noun)} in ${title} is ${inWords(verb)}`
}

function fieldsText(fields: readonly string[] | null): string {
  if (fields === null) return ', with all that is known of them'
  return fields.length === 0 ? ', and nothing of what is in them' : `: ${fields.map(inWords).join(', ')}`
}

/** `firstName` → `first name`. */
function inWords(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_.-]+/g, ' ')
    .toLowerCase()
}

function count(amount: number | undefined): string {
  return (amount ?? 0).toLocaleString('en')
}
