import { equalTexts } from './equal-texts.ts'

const freshMs = 5 * 60 * 1000

/** Whether a request is signed as Standard Webhooks 1.0 says (HMAC, `v1`), and was made in the last five minutes. */
export async function readStandardWebhook(
  prefix: 'svix' | 'webhook',
  headers: Headers,
  text: string,
  secret: string,
  nowMs: number,
): Promise<boolean> {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map(
    (name) => headers.get(`${prefix}-${name}`) ?? '',
  )
  if (id === undefined || id === '' || timestamp === undefined || !/^\d{10}$/.test(timestamp)) return false
  if (Math.abs(nowMs - Number(timestamp) * 1000) > freshMs) return false
  const key = readKey(secret)
  if (key === undefined) return false
  const hmac = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const signed = await crypto.subtle.sign('HMAC', hmac, new TextEncoder().encode(`${id}.${timestamp}.${text}`))
  const expected = `v1,${btoa(String.fromCharCode(...new Uint8Array(signed)))}`
  const given = (signatures ?? '').split(' ').slice(0, 20)
  const fits = await Promise.all(given.map((each) => equalTexts(each, expected)))
  return fits.includes(true)
}

function readKey(secret: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = Uint8Array.from(atob(secret.trim().replace(/^whsec_/, '')), (character) => character.charCodeAt(0))
    return bytes.length < 16 ? undefined : bytes
  } catch {
    return undefined
  }
}
