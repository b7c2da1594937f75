import { createDecipheriv, createECDH, type ECDH, hkdfSync } from 'node:crypto'

/** A browser's half of a subscription: the key pair and the secret that only it knows. */
export interface Receiver {
  readonly ecdh: ECDH
  readonly auth: Buffer
}

/** Makes the keys that a browser makes when it subscribes. */
export function makeReceiver(auth: Buffer): Receiver {
  const ecdh = createECDH('prime256v1')
  ecdh.generateKeys()
  return { ecdh, auth }
}

/**
 * Opens a message as a browser does (RFC 8291 and RFC 8188, `aes128gcm`), on Node's own primitives: nothing of what
 * closed it is used.
 */
export function openMessage({ ecdh, auth }: Receiver, sealed: Buffer): Buffer {
  const [salt, keyLength] = [sealed.subarray(0, 16), sealed.readUInt8(20)]
  const recordSize = sealed.readUInt32BE(16)
  const senderKey = sealed.subarray(21, 21 + keyLength)
  const record = sealed.subarray(21 + keyLength)
  if (record.length > recordSize) throw new Error('A push message has one record')
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), senderKey])
  const secret = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(senderKey), auth, info, 32))
  const derive = (name: string, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, salt, Buffer.from(`Content-Encoding: ${name}\0`), length))
  const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12))
  decipher.setAuthTag(record.subarray(-16))
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
  const end = padded.lastIndexOf(2)
  if (end === -1 || padded.subarray(end + 1).some((byte: number) => byte !== 0))
    throw new Error('The padding is not as RFC 8188 has it')
  return padded.subarray(0, end)
}
