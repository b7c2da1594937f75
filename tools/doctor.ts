import { execFile } from 'node:child_process'
import { access, constants, readFile, stat, statfs } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { describeUrl, readDatabaseUrl } from './cli/database-url.ts'
import { readOptions } from './cli/read-options.ts'
import { tryPort } from './cli/require-free-port.ts'
import { messageOf, runCommand } from './cli/run-command.ts'
import { findPostgresBinaries, findServerUser, listChildren } from './database/postgres-binaries.ts'
import { openDatabase } from './platform/open-database.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')

interface Finding {
  readonly what: string
  /** What was found, or what is missing. */
  readonly found: string
  /** The command or the step that mends it; absent when all is well. */
  readonly mend?: string
  /** Whether tests cannot run without it. */
  readonly isNeeded?: boolean
}

const checks: readonly (() => Promise<Finding>)[] = [
  checkNode,
  checkRuntime,
  checkPostgres,
  checkBrowser,
  checkDisk,
  checkPort,
  checkDatabase,
  checkSecrets,
]

await runCommand(async () => {
  readOptions('npm run doctor', {})
  const findings: Finding[] = []
  for (const check of checks) findings.push(await check())
  for (const { what, found, mend, isNeeded } of findings) {
    const state = mend === undefined ? 'ok     ' : isNeeded === true ? 'MISSING' : 'missing'
    console.log(`${state}  ${what.padEnd(18)} ${found}${mend === undefined ? '' : `\n${' '.repeat(28)}→ ${mend}`}`)
  }
  if (findings.some(({ mend, isNeeded }) => mend !== undefined && isNeeded === true)) {
    console.log('\nTests cannot run yet.')
    process.exitCode = 1
  } else console.log('\n`npm start` and `npm test` can run.')
})

async function checkNode(): Promise<Finding> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const what = 'Node'
  if (major > 22 || (major === 22 && minor >= 12)) return { what, found: process.version }
  return {
    what,
    found: `${process.version}, and 22.12 is the least`,
    mend: 'npm ci, then npm run doctor',
    isNeeded: true,
  }
}

async function checkRuntime(): Promise<Finding> {
  const what = 'workerd'
  try {
    const { stdout } = await run(join(root, 'node_modules/.bin/workerd'), ['--version'])
    return { what, found: stdout.trim() }
  } catch (error) {
    return { what, found: `does not run: ${firstLine(messageOf(error))}`, mend: 'npm ci', isNeeded: true }
  }
}

async function checkPostgres(): Promise<Finding> {
  const what = 'PostgreSQL server'
  try {
    const folder = await findPostgresBinaries()
    await findServerUser()
    await listChildren(process.pid)
    return { what, found: folder }
  } catch (error) {
    const mend = 'apt-get install postgresql procps (Debian, Ubuntu) or brew install postgresql (macOS)'
    const [reason = ''] = messageOf(error).split(': run ')
    return { what, found: `${reason}; tests start one of their own`, mend, isNeeded: true }
  }
}

async function checkBrowser(): Promise<Finding> {
  const what = 'Chromium'
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      const file = join(folder, name)
      if (folder !== '' && (await canRun(file))) return { what, found: file }
    }
  }
  return { what, found: 'not found; browser tests want it', mend: 'apt-get install chromium' }
}

function canRun(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
}

async function checkDisk(): Promise<Finding> {
  const { bavail, bsize } = await statfs(root)
  const gigabytes = (bavail * bsize) / 1e9
  const found = `${gigabytes.toFixed(1)} GB free`
  return gigabytes >= 1
    ? { what: 'Disk', found }
    : { what: 'Disk', found, mend: 'Free 1 GB: databases of tests and builds need it', isNeeded: true }
}

async function checkPort(): Promise<Finding> {
  const code = await tryPort('127.0.0.1', 8787)
  return code === undefined
    ? { what: 'Port 8787', found: 'free' }
    : { what: 'Port 8787', found: `taken (${code})`, mend: 'npm start -- --port 8788' }
}

async function checkDatabase(): Promise<Finding> {
  const what = 'DATABASE_URL'
  try {
    const databaseUrl = readDatabaseUrl(process.env.DATABASE_URL)
    if (databaseUrl === undefined) return { what, found: 'not set: npm start keeps its data in a folder' }
    const database = await openDatabase({ databaseUrl, folder: '', ownerPassword: '' })
    try {
      const [row] = await database.owner.query('show server_version')
      return { what, found: `${describeUrl(databaseUrl)}, PostgreSQL ${row?.server_version}` }
    } finally {
      await database.close()
    }
  } catch (error) {
    return { what, found: messageOf(error), mend: 'Mend it, or unset it to use the embedded database' }
  }
}

async function checkSecrets(): Promise<Finding> {
  const what = 'Secrets'
  for (const name of ['SESSION_SECRET', 'ENCRYPTION_KEY']) {
    const { length } = process.env[name] ?? ''
    if (length > 0 && length < 32)
      return {
        what,
        found: `${name} has ${length} characters and needs 32`,
        mend: `${name}=$(openssl rand -base64 24)`,
      }
  }
  const file = join(process.cwd(), '.data/secrets.json')
  try {
    JSON.parse(await readFile(file, 'utf8'))
    const { mode } = await stat(file)
    if ((mode & 0o077) !== 0) return { what, found: `${file} can be read by others`, mend: `chmod 600 ${file}` }
    return { what, found: file }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { what, found: 'made by the first npm start' }
    return {
      what,
      found: `${file} cannot be read: ${firstLine(messageOf(error))}`,
      mend: `Bring back ${file} from a backup`,
    }
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}
