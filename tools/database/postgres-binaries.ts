import { execFile } from 'node:child_process'
import { access, constants, readdir, readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const debianRoot = '/usr/lib/postgresql'

/** The system user that a server runs as, where the current one is root. */
export type SystemUser = { uid: number; gid: number }

/** Finds the folder with `initdb` and `postgres` on a search path or among Debian's, or says how to get one. */
export async function findPostgresBinaries(path = process.env.PATH ?? '', root = debianRoot): Promise<string> {
  const versions = await readdir(root).catch(() => [])
  const newestFirst = versions.toSorted((left, right) => Number.parseFloat(right) - Number.parseFloat(left))
  const folders = [...path.split(delimiter), ...newestFirst.map((version) => join(root, version, 'bin'))]
  for (const folder of folders) {
    if (
      folder !== '' &&
      (await isExecutable(join(folder, 'initdb'))) &&
      (await isExecutable(join(folder, 'postgres')))
    ) {
      return folder
    }
  }
  throw new Error('No PostgreSQL server was found on this machine: run `apt-get install postgresql`')
}

/** Who must run the server: nobody in particular, or a system user when this process is root. */
export async function findServerUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const entry = lines.find((fields) => fields[0] === name)
    if (entry !== undefined) return { uid: Number(entry[2]), gid: Number(entry[3]) }
  }
  throw new Error('PostgreSQL refuses to run as root, and there is neither a user "postgres" nor "nobody"')
}

/** The ids of the processes that a process started. */
export async function listChildren(pid: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid='])
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []))
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
}
