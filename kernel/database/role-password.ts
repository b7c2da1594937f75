import { deriveKey } from '../secrets/derive-key.ts'

/** The password of a database role, derived from `ENCRYPTION_KEY`: nobody has to store or carry one per plugin. */
export async function rolePassword(encryptionKey: string, role: string): Promise<string> {
  const bytes = await deriveKey(encryptionKey, `database role ${role}`)
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
