import { join, relative } from 'node:path'
import type { Platform } from '../platform/start-platform.ts'
import { describeUrl } from './database-url.ts'

export interface Started {
  readonly platform: Pick<Platform, 'url' | 'migrated'>
  readonly folder: string
  readonly databaseUrl: string | undefined
  readonly tookMs: number
}

/** What a start prints: where everything is, and four lines to try it with. */
export function summarize({ platform, folder, databaseUrl, tookMs }: Started): string {
  const { url, migrated } = platform
  const database =
    databaseUrl === undefined
      ? `PGlite in ${shorten(join(folder, 'database'))}`
      : `PostgreSQL at ${describeUrl(databaseUrl)}`
  const rows = [
    ['Platform', url],
    ['API reference', `${url}/api/docs`],
    ['Mail', `${url}/mail`],
    ['Health', `${url}/api/health`],
    ['Data folder', folder],
    ['Database', migrated === 0 ? database : `${database}, ${migrated} migrations applied`],
  ]
  return `
Digital Platform Factory runs, after ${(tookMs / 1000).toFixed(1)} s.

${rows.map(([name = '', value]) => `  ${name.padEnd(14)} ${value}`).join('\n')}

Sign up, make a workspace and see its modules, in another terminal:

${firstSteps(url)
  .map((line) => `  ${line}`)
  .join('\n')}

Ctrl-C ends it.
`
}

/** A path from here, where it is inside of here. */
function shorten(path: string): string {
  const fromHere = relative(process.cwd(), path)
  return fromHere.startsWith('..') ? path : fromHere
}

/** Four lines of shell that work as they are, again and again. */
export function firstSteps(url: string): string[] {
  return [
    `API=${url}/api JSON='content-type: application/json'`,
    `TOKEN=$(curl -s $API/auth/register -H "$JSON" -d '{"email":"anna'$(date +%s)'@example.com","password":"correct horse battery staple","name":"Anna"}' | sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')`,
    `SHOP=$(curl -s $API/tenants -H "authorization: Bearer $TOKEN" -H "$JSON" -d '{"name":"Salon Anna"}' | sed 's/.*"id":"\\([^"]*\\)".*/\\1/')`,
    `curl -s $API/modules -H "authorization: Bearer $TOKEN" -H "x-tenant-id: $SHOP"`,
  ]
}
