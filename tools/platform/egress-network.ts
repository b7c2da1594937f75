import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { specialV4, specialV6 } from '../../kernel/webhooks/public-address.ts'

/**
 * The way out for addresses that tenants choose, as workerd guards it: what a name resolves to is judged when the
 * connection is made, so that nothing changes in between. Not even this machine's own public address is reached.
 */
export function egressNetwork(allowsLoopback: boolean) {
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address, family }) => `${address.replace(/%.*$/, '')}/${family === 'IPv4' ? 32 : 128}`)
  const special = [...specialV4, ...specialV6, '::/3', '64:ff9b::/96'].filter(
    (range) => !allowsLoopback || range !== '127.0.0.0/8',
  )
  return {
    allow: allowsLoopback ? ['public', 'local'] : ['public'],
    deny: [...new Set([...special, ...own])],
    tlsOptions: { trustBrowserCas: true, trustedCertificates: extraCertificates() },
  }
}

/** Authorities that this machine trusts beside those of browsers, in the file that Node itself takes them from. */
function extraCertificates(): string[] {
  const file = process.env.NODE_EXTRA_CA_CERTS
  if (file === undefined || file === '') return []
  return readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
}
