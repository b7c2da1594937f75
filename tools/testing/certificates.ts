import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'

/** A certificate for `localhost`, and the authority that signed it; both new in each process. */
export interface TestCertificates {
  readonly key: string
  readonly cert: string
  /** The authority's own certificate in a file, as `NODE_EXTRA_CA_CERTS` takes it. */
  readonly authorityFile: string
}

let made: Promise<TestCertificates> | undefined

/** Makes them once a process: no key is worth keeping, not even one that only tests believe in. */
export function testCertificates(): Promise<TestCertificates> {
  made ??= make()
  return made
}

async function make(): Promise<TestCertificates> {
  const authority = await generate([{ name: 'commonName', value: 'Authority of these tests' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: authority.private, cert: authority.cert },
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  })
  const authorityFile = join(mkdtempSync(join(tmpdir(), 'authority-')), 'authority.pem')
  writeFileSync(authorityFile, authority.cert)
  return { key: server.private, cert: server.cert, authorityFile }
}
