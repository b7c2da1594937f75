import { realpath } from 'node:fs/promises'
import { typeFaults } from './check-types.ts'
import { type Fault, Faults, faultText } from './fault.ts'
import { type MadeBundle, makeBundle } from './make-bundle.ts'
import { readArguments } from './read-arguments.ts'

const usage = `dpf validate [folder] [--json]

Says what could not run published, without a network: code, declaration, pages, migrations and types.
Each line is file:line:column: what is wrong. --json prints { ok, faults, warnings } instead.
Exit code 1 when there is a fault.`

export interface Validation {
  readonly made: MadeBundle | undefined
  readonly faults: readonly Fault[]
  readonly warnings: readonly Fault[]
}

/** Everything that can be known of the folder offline. */
export async function validate(folder: string): Promise<Validation> {
  const [made, types] = await Promise.all([
    makeBundle(folder).catch((error) => {
      if (error instanceof Faults) return error
      throw error
    }),
    typeFaults(await realpath(folder)),
  ])
  const faults = [...(made instanceof Faults ? made.faults : []), ...(types ?? [])]
  const untyped = {
    file: 'tsconfig.json',
    message: 'Types were not checked: there is no compiler here, or no tsconfig.json',
  }
  return {
    made: made instanceof Faults ? undefined : made,
    faults: faults.sort(byPlace),
    warnings: [...(made instanceof Faults ? [] : made.warnings), ...(types === undefined ? [untyped] : [])],
  }
}

export async function run(args: readonly string[]): Promise<number> {
  const parsed = readArguments(args, usage, { json: { type: 'boolean', default: false } }, [0, 1])
  if (parsed === undefined) return 0
  const [folder = '.'] = parsed.positionals
  const beganMs = performance.now()
  const { made, faults, warnings } = await validate(folder)
  if (parsed.values.json) console.log(JSON.stringify({ ok: faults.length === 0, faults, warnings }, null, 2))
  else {
    for (const fault of faults) console.error(faultText(fault, folder))
    for (const warning of warnings) console.error(`${faultText(warning, folder)} (a hint)`)
    const tookMs = Math.round(performance.now() - beganMs)
    if (faults.length > 0) console.error(`\n${counted(faults.length, 'fault')} to mend.`)
    else console.log(`${made?.manifest.id} ${made?.manifest.version} can be published (${tookMs} ms).`)
  }
  return faults.length === 0 ? 0 : 1
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function byPlace(left: Fault, right: Fault): number {
  return (
    left.file.localeCompare(right.file) ||
    (left.line ?? 0) - (right.line ?? 0) ||
    (left.column ?? 0) - (right.column ?? 0)
  )
}
