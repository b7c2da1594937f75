import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ForeignSite {
  /** `http://127.0.0.1:<port>`: another origin than the platform's `localhost`. */
  readonly origin: string
  readonly close: () => Promise<void>
}

/** Somebody else's site under a Content-Security-Policy of its own: each path has a page. */
export async function openForeignSite(policy: string, pages: Readonly<Record<string, string>>): Promise<ForeignSite> {
  const server = createServer((request, response) => {
    const body = pages[request.url?.split('?')[0] ?? '/']
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
    })
    response.end(
      `<!doctype html><html lang="en"><title>Foreign</title><body><h1>Our studio</h1>${body ?? ''}</body></html>`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
