import { hostname } from 'node:os'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { contentHash } from '../../kernel/sandbox/bundle.ts'
import { Refusal } from '../cli/run-command.ts'
import { createClient } from '../testing/client.ts'
import { Faults, faultText } from './fault.ts'
import type { MadeBundle } from './make-bundle.ts'
import { placeOfPointer } from './place-of-pointer.ts'
import { publisherKeyFile, readPublisherKey, signBundle } from './publisher-key.ts'
import { type Audit, auditText, ensureKey, ensurePublisher, type Publisher, submit } from './publishing.ts'
import { readArguments } from './read-arguments.ts'
import { validate } from './validate.ts'

const usage = `dpf publish [folder] [--dry-run] [--url https://app.example.com] [--key dpf_live_…] [--json]
            [--publisher salon-tools --name "Salon tools" --website https://…]

Validates and bundles the plugin, signs it with your own key, and submits it. --dry-run asks for the platform's audit
and publishes nothing.

  --url    The platform; DPF_URL, or http://localhost:8787 when it says nothing.
  --key    An API key of your workspace with publisher.manage. Better in DPF_KEY; without either it is asked for.
  --publisher, --name, --website   As whom you publish: needed once.

The key that signs is made on first use and kept in ${publisherKeyFile()}, for you alone. Its public half is registered
with the platform. Keep a copy: who has it publishes in your name.`

const options = {
  'dry-run': { type: 'boolean', default: false },
  url: { type: 'string' },
  key: { type: 'string' },
  json: { type: 'boolean', default: false },
  publisher: { type: 'string' },
  name: { type: 'string' },
  website: { type: 'string' },
} as const

export async function run(args: readonly string[]): Promise<number> {
  const parsed = readArguments(args, usage, options, [0, 1])
  if (parsed === undefined) return 0
  const { values } = parsed
  const [folder = '.'] = parsed.positionals
  const tell = values.json ? () => undefined : (text: string) => console.log(text)
  const url = readUrl(values.url ?? process.env.DPF_URL ?? 'http://localhost:8787')
  const made = await madeOf(folder)
  const { manifest, bundle, sizes } = made
  const [isDryRun, placeOf] = [values['dry-run'], placeOfPointer(folder, made)]
  tell(
    `${manifest.id} ${manifest.version}: ${Math.round(sizes.code / 1000)} kB of code, sha256 ${await contentHash(bundle)}`,
  )
  const key = await readPublisherKey()
  tell(`Signed with ${key.id}, ${key.isNew ? 'made and ' : ''}kept in ${publisherKeyFile()}`)
  const client = createClient(url, { authorization: `Bearer ${values.key ?? (await apiKey())}` })
  const publisher = await reached(url, ensurePublisher(client, wantedPublisher(values)))
  const isNewKey = await ensureKey(client, key, hostname())
  tell(
    `${isDryRun ? 'Asking' : 'Publishing at'} ${url} as ${publisher.name} (${publisher.slug})${isNewKey ? '; this key is registered now' : ''}`,
  )
  const answer = await submit(client, await signBundle(bundle, manifest, key), { isDryRun, placeOf })
  if (values.json) console.log(JSON.stringify(answer, null, 2))
  tell(auditSummary(answer.audit, placeOf))
  tell(outcome(manifest, answer.state, isDryRun, url))
  return 0
}

async function madeOf(folder: string): Promise<MadeBundle> {
  const { made, faults, warnings } = await validate(folder)
  if (made === undefined || faults.length > 0) throw new Faults(faults)
  for (const warning of warnings) console.error(`${faultText(warning, folder)} (a hint)`)
  return made
}

function readUrl(text: string): string {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Refusal(`${text} is no address: write https://app.example.com`)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol === 'http:' && !isHere)
    throw new Refusal(`${text} would send your API key in clear text: write https://`)
  return url.origin
}

function wantedPublisher({
  publisher,
  name,
  website,
}: {
  publisher?: string
  name?: string
  website?: string
}): Publisher | undefined {
  if (publisher === undefined) return undefined
  return { slug: publisher, name: name ?? publisher, ...(website === undefined ? {} : { website }) }
}

/** From the environment, or typed by a person, unseen. */
async function apiKey(): Promise<string> {
  const given = process.env.DPF_KEY ?? ''
  if (given !== '') return given
  if (!process.stdin.isTTY)
    throw new Refusal('DPF_KEY is not set: make an API key with publisher.manage in your workspace, under API keys')
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const prompt = createInterface({ input: process.stdin, output: unseen, terminal: true })
  process.stderr.write('API key (it is not shown): ')
  const typed = (await prompt.question('')).trim()
  prompt.close()
  process.stderr.write('\n')
  return typed
}

async function reached<Result>(url: string, work: Promise<Result>): Promise<Result> {
  return work.catch((error) => {
    if (error instanceof TypeError)
      throw new Refusal(`${url} cannot be reached: is it the right --url?`, { cause: error })
    throw error
  })
}

/** What the platform found, and what a workspace will read. */
function auditSummary({ warnings, asks }: Audit, placeOf: (pointer: string) => string): string {
  return [
    ...warnings.map((line) => `  hint: ${auditText(line, placeOf)}`),
    asks.length === 0
      ? '  A workspace is asked for nothing beyond the plugin’s own tables.'
      : '  A workspace is asked for:',
    ...asks.map(({ text, why }) => `    ${text}${why ? ` (${why})` : ''}`),
  ].join('\n')
}

function outcome(
  { id, version }: { id: string; version: string },
  state: string,
  isDryRun: boolean,
  url: string,
): string {
  if (isDryRun) return `The platform would take ${id} ${version}. Nothing was published.`
  return state === 'live'
    ? `Published: ${id} ${version} is in the marketplace at ${url}`
    : `Submitted: ${id} ${version} waits for the operator of ${url}`
}
