import * as v from 'valibot'
import { Manifest } from '../../kernel/sandbox/manifest.ts'
import { pageFaults } from '../../kernel/sandbox/page-faults.ts'
import { reservedNames } from '../new-plugin/reserved-names.ts'
import type { DeclarationFault, Description } from './describe-plugin.ts'
import { type Fault, Faults, nearest } from './fault.ts'
import { locate } from './locate.ts'
import { builtInIds } from './places.ts'

/** What the folder says beside `definePlugin`. */
export interface ManifestExtras extends Pick<Manifest, 'screenshots'> {
  /** What is new in a version. */
  readonly changesOf: (version: string) => Promise<string>
  /** The version that the bundle has, by the one that is declared. */
  readonly versionOf: (declared: string) => string
}

/** The manifest of the plugin in a folder, from what its declaration says. What is wrong in the declaration or its pages throws `Faults`. */
export async function readManifest(folder: string, described: Description, extras: ManifestExtras): Promise<Manifest> {
  const declared = String(described.manifest.version)
  const parsed = v.safeParse(Manifest, {
    ...described.manifest,
    version: extras.versionOf(declared),
    changes: (await extras.changesOf(declared)).slice(0, 5000),
    screenshots: extras.screenshots,
  })
  const faults = [
    ...described.faults,
    ...(await idFaults(described.manifest.id)),
    ...(parsed.success
      ? pageFaults(parsed.output).map((fault) => withGuess(fault, parsed.output))
      : parsed.issues.flatMap(faultsOf)),
  ]
  if (faults.length > 0 || !parsed.success) throw new Faults(faults.map((fault) => located(folder, fault)))
  return parsed.output
}

async function idFaults(id: unknown): Promise<DeclarationFault[]> {
  if (typeof id !== 'string') return []
  const taken = reservedNames.has(id) || (await builtInIds()).includes(id)
  return taken ? [{ path: ['id'], message: `${id} is taken by the platform itself: choose another id` }] : []
}

/** One fault for each leaf: of a block that fits no kind, what it lacks in the kind that it says. */
function faultsOf(issue: v.BaseIssue<unknown>): DeclarationFault[] {
  const path = (issue.path ?? []).map(({ key }) => key as string | number)
  const where = path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? `${key}` : `${text}.${key}`),
    '',
  )
  return [{ path, message: `${where}: ${issue.message}` }]
}

function withGuess(fault: DeclarationFault, { routes, pages }: Manifest): DeclarationFault {
  const wanted = /^There is no (?:route|page at) (.*)$/.exec(fault.message)?.[1]
  if (wanted === undefined) return fault
  const known = fault.message.includes('page at')
    ? pages.map(({ path }) => path)
    : routes.map(({ method, path }) => `${method} ${path}`)
  const guess = nearest(wanted, known)
  return guess === undefined ? fault : { ...fault, message: `${fault.message}; there is ${guess}` }
}

function located(folder: string, { path, message }: DeclarationFault): Fault {
  return { ...locate(folder, path), message }
}
