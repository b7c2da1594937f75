import { resolve } from 'node:path'
import { readOptions } from './cli/read-options.ts'
import { Refusal, runCommand } from './cli/run-command.ts'
import { readInstallationSecrets } from './platform/installation-secrets.ts'

const usage = `npm run operator -- list
  admit <plugin> <version>
  refuse <plugin> <version> --reason '…'
  yank <plugin> <version> --reason '…' [--installed back|stop]
  kill <plugin> --reason '…'
  revive <plugin> --reason '…'
  verify <publisher>
Each takes --url http://localhost:8787 and --data .data; OPERATOR_TOKEN goes before the data folder's`

interface Overview {
  readonly id: string
  readonly publisher: { readonly slug: string; readonly verified: boolean }
  readonly state: string
  readonly reason: string | null
  readonly installs: number
  readonly versions: readonly {
    readonly version: string
    readonly state: string
    readonly stage: string
    readonly reason: string | null
    readonly installs: number
    readonly calls: number
    readonly errors: number
  }[]
}

const options = {
  url: { type: 'string', default: 'http://localhost:8787' },
  data: { type: 'string', default: '.data' },
  reason: { type: 'string' },
  installed: { type: 'string' },
} as const

/** By how many words each command has, itself among them. */
const lengths: Readonly<Record<string, number>> = {
  list: 1,
  kill: 2,
  revive: 2,
  verify: 2,
  admit: 3,
  refuse: 3,
  yank: 3,
}

/** Where a command is sent, as the operator's routes have it. */
export function addressOf([command = '', name = '', version = '']: readonly string[]): string {
  const [id, at] = [encodeURIComponent(name), encodeURIComponent(version)]
  if (command === 'list') return '/api/operator/plugins'
  if (command === 'verify') return `/api/operator/publishers/${id}/verify`
  return `/api/operator/plugins/${id}${version === '' ? '' : `/versions/${at}`}/${command}`
}

/** A plugin and its versions, a line each. */
export function describePlugin({ id, publisher, state, reason, installs, versions }: Overview): string {
  const because = (why: string | null) => (why === null ? '' : ` (${why})`)
  return [
    `${id}  by ${publisher.slug}${publisher.verified ? ', verified' : ''}  ${state}${because(reason)}  in ${installs} workspaces`,
    ...versions.map(
      (each) =>
        `  ${each.version}  ${each.state}${each.state === 'live' ? `, ${each.stage}` : ''}${because(each.reason)}  in ${each.installs}  ${each.errors} of ${each.calls} calls failed since yesterday`,
    ),
  ].join('\n')
}

async function main(): Promise<void> {
  const [command = ''] = process.argv.slice(2)
  const length = lengths[command]
  if (length === undefined) throw new Refusal(`Usage: ${usage}`)
  const { values, positionals } = readOptions(usage, options, length)
  const token = process.env.OPERATOR_TOKEN ?? (await readInstallationSecrets(resolve(values.data))).OPERATOR_TOKEN
  const { url, reason, installed } = values
  const response = await send(new URL(addressOf(positionals), url), token, command, { reason, installed })
  if (command !== 'list') return console.log('Done.')
  const { data } = (await response.json()) as { readonly data: readonly Overview[] }
  console.log(data.length === 0 ? 'Nothing was published yet.' : data.map(describePlugin).join('\n'))
}

async function send(url: URL, token: string, command: string, body: object): Promise<Response> {
  const response = await fetch(url, {
    method: command === 'list' ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(command === 'list' || command === 'admit' || command === 'verify' ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new Refusal(`${url.origin} does not answer: is the platform running there?`, { cause: error })
  })
  if (response.ok) return response
  const problem = (await response.json().catch(() => ({}))) as {
    title?: string
    detail?: string
    errors?: { detail: string }[]
  }
  const details = [
    problem.title ?? response.statusText,
    problem.detail,
    ...(problem.errors ?? []).map(({ detail }) => detail),
  ]
  throw new Refusal(`${response.status}: ${details.filter((each) => each !== undefined).join('; ')}`)
}

if (import.meta.main) await runCommand(main)
