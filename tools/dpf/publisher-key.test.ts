import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentHash, signedText } from '../../kernel/sandbox/bundle.ts'
import { importPublicKey, isSigned } from '../../kernel/sandbox/verify-version.ts'
import { newPublisherKey, publisherKeyFile, readPublisherKey, signBundle } from './publisher-key.ts'

describe('the publisher’s key', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dpf-key-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('is made once, for its owner’s eyes alone, in their own settings', async () => {
    const file = publisherKeyFile({ XDG_CONFIG_HOME: join(folder, 'config') })
    const made = await readPublisherKey(file)
    expect(made).toMatchObject({ isNew: true, id: expect.stringMatching(/^[0-9a-f]{16}$/) })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'config/dpf'))).mode & 0o777).toBe(0o700)
    expect(await readPublisherKey(file)).toMatchObject({ isNew: false, id: made.id, publicKey: made.publicKey })
    expect(await readFile(file, 'utf8')).toContain('"d"')
  })

  it('that cannot be read is not written over', async () => {
    const file = join(folder, 'broken.json')
    await writeFile(file, 'not a key')
    await expect(readPublisherKey(file)).rejects.toThrow(/is no Ed25519 key/)
    expect(await readFile(file, 'utf8')).toBe('not a key')
  })

  it('signs a bundle as the platform checks it', async () => {
    const key = await newPublisherKey()
    const content = { format: 1 as const, manifest: '{}', code: 'export default 1', migrations: [], screenshots: [] }
    const signed = await signBundle(content, { id: 'shoes', version: '1.2.3' }, key)
    const publicKey = await importPublicKey(key.publicKey)
    if (publicKey === undefined) throw new Error('The public key cannot be read')
    const text = signedText('shoes', '1.2.3', await contentHash(signed))
    expect(await isSigned(text, signed.signature.value, publicKey)).toBe(true)
    expect(await isSigned(`${text}0`, signed.signature.value, publicKey)).toBe(false)
  })
})
