import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Fault } from './fault.ts'

const run = promisify(execFile)

/** What the compiler says of the folder's types; undefined when there is no compiler, or no tsconfig.json. */
export async function typeFaults(folder: string): Promise<Fault[] | undefined> {
  const compiler = findCompiler(folder)
  const isThere = await access(join(folder, 'tsconfig.json')).then(
    () => true,
    () => false,
  )
  if (compiler === undefined || !isThere) return undefined
  const args = [compiler, '-p', 'tsconfig.json', '--noEmit', '--pretty', 'false']
  const { stdout } = await run(process.execPath, args, { cwd: folder, maxBuffer: 32 * 1024 * 1024 }).catch(
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }),
  )
  return readFaults(stdout)
}

function findCompiler(folder: string): string | undefined {
  for (const place of [join(folder, 'package.json'), import.meta.filename]) {
    try {
      return join(dirname(createRequire(place).resolve('typescript/package.json')), 'bin/tsc')
    } catch {
      // Asked for at the next place.
    }
  }
  return undefined
}

/** `plugin.ts(3,5): error TS2322: what`, with what is indented below it left out. */
function readFaults(output: string): Fault[] {
  return output.split('\n').flatMap((each) => {
    const found = /^(.+?)\((\d+),(\d+)\): error (TS\d+): (.*)$/.exec(each)
    if (found === null)
      return /^error TS\d+: /.test(each) ? [{ file: 'tsconfig.json', message: each.slice('error '.length) }] : []
    const [, file = '', line, column, code, message] = found
    return [{ file, line: Number(line), column: Number(column), message: `${message} (${code})` }]
  })
}
