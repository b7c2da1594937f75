import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { contentHash, largestCode } from '../../kernel/sandbox/bundle.ts'
import { faultText } from './fault.ts'
import { type BundleSizes, makeBundle } from './make-bundle.ts'
import { readArguments } from './read-arguments.ts'

const usage = `dpf bundle [folder] [--json]

Writes dist/<id>-<version>.dpf.json, what dpf publish signs and sends, and says how large its parts are.
The same files make the same bytes, and so the same hash. --json prints { file, hash, sizes, warnings }.`

export async function run(args: readonly string[]): Promise<number> {
  const parsed = readArguments(args, usage, { json: { type: 'boolean', default: false } }, [0, 1])
  if (parsed === undefined) return 0
  const [folder = '.'] = parsed.positionals
  const { bundle, manifest, sizes, warnings } = await makeBundle(folder)
  const file = join(folder, 'dist', `${manifest.id}-${manifest.version}.dpf.json`)
  await mkdir(join(folder, 'dist'), { recursive: true })
  await writeFile(file, `${JSON.stringify(bundle)}\n`)
  const hash = await contentHash(bundle)
  const shown = relative(process.cwd(), file)
  if (parsed.values.json) {
    console.log(JSON.stringify({ file: shown, hash, sizes, warnings }, null, 2))
    return 0
  }
  for (const warning of warnings) console.error(`${faultText(warning, folder)} (a hint)`)
  console.log(`${sizesTable(sizes)}\n\n${shown}\nsha256 ${hash}`)
  return 0
}

/** What is in a bundle, the largest first; what of the code comes from where below it. */
export function sizesTable({ code, codeGzip, manifest, migrations, screenshots, parts }: BundleSizes): string {
  const own: [string, number, string][] = [
    [
      'code',
      code,
      `${Math.round((100 * code) / largestCode)}% of what a plugin may have, ${kilobytes(codeGzip)} gzipped`,
    ],
    ...parts.map(({ name, bytes }): [string, number, string] => [`  ${name}`, bytes, '']),
    ['manifest', manifest, ''],
    ['migrations', migrations, ''],
    ['screenshots', screenshots, ''],
  ]
  return own
    .map(([name, bytes, note]) => `${name.padEnd(24)}${kilobytes(bytes).padStart(10)}  ${note}`.trimEnd())
    .join('\n')
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}
