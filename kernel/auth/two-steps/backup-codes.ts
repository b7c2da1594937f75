import { hashToken } from '../opaque-token.ts'

/** How many a person gets at a time. */
export const backupCodeCount = 10

/** Crockford's base32: no letter that looks like a digit. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const length = 16

/** Makes codes for the day on which the phone is gone: `k3xm-7q2d-…`, 80 random bits each. */
export function newBackupCodes(): string[] {
  return Array.from({ length: backupCodeCount }, () => {
    const bytes = crypto.getRandomValues(new Uint8Array(length))
    return Array.from(bytes, (byte) => alphabet.charAt(byte % 32))
      .join('')
      .replaceAll(/(.{4})(?=.)/g, '$1-')
  })
}

/** What the database keeps of a code. With 80 random bits it needs no slow hash; the person is in it, so that no two people's are alike. */
export async function hashBackupCode(userId: string, code: string): Promise<string> {
  return hashToken(`backup code|${userId}|${readBackupCode(code)}`)
}

/** As people write it down: any case, with or without hyphens, an O for a zero, an I or an L for a one. */
function readBackupCode(code: string): string {
  return code.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1')
}
