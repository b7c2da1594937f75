import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface InstallationSecrets {
  readonly SESSION_SECRET: string
  readonly ENCRYPTION_KEY: string
  readonly DATABASE_PASSWORD: string
  /** Who has it is the installation's operator. */
  readonly OPERATOR_TOKEN: string
}

/** The secrets of an installation: the environment's, else those in the data folder, made on first start for their owner's eyes alone. */
export async function readInstallationSecrets(
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<InstallationSecrets> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'secrets.json')
  const stored = await readOrMake(file)
  const secrets = { ...stored }
  for (const name of ['SESSION_SECRET', 'ENCRYPTION_KEY', 'OPERATOR_TOKEN'] as const) {
    const given = environment[name]
    if (given === undefined || given === '') continue
    if (given.length < 32) throw new Error(`${name} has ${given.length} characters; it needs 32`)
    secrets[name] = given
  }
  return secrets
}

export function newSecrets(): InstallationSecrets {
  const secret = () => randomBytes(24).toString('base64url')
  return { SESSION_SECRET: secret(), ENCRYPTION_KEY: secret(), DATABASE_PASSWORD: secret(), OPERATOR_TOKEN: secret() }
}

/** What an older release did not make yet is made beside what is there. */
async function readOrMake(file: string): Promise<InstallationSecrets> {
  const stored = await readStored(file)
  return stored?.OPERATOR_TOKEN === undefined
    ? writeSecrets(file, { ...newSecrets(), ...stored })
    : (stored as InstallationSecrets)
}

async function readStored(file: string): Promise<Partial<InstallationSecrets> | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Partial<InstallationSecrets>
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}

async function writeSecrets(file: string, secrets: InstallationSecrets): Promise<InstallationSecrets> {
  // Whole or not at all: half a file would lock the data away.
  await writeFile(`${file}.part`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.part`, file)
  return secrets
}
