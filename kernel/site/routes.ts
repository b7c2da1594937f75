import { desc } from 'drizzle-orm'
import { Hono } from 'hono'
import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import { outgoingMail } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { mailMode } from '../mail/installation-mail.ts'
import type { KernelEnv, Registry } from '../request/context.ts'
import { openDatabase } from '../request/open-database.ts'
import { openApiDocument } from './openapi.ts'
import { landingPage, mailPage, pagePolicy, problemPage, referencePage } from './pages.ts'
import { serveAsset } from './serve-asset.ts'

const version = '0.1.0'

/** What is not the API itself: the landing page, the reference, health, explanations of problems, captured mail. */
export function siteRoutes(app: Hono<KernelEnv>, registry: Registry): Hono<KernelEnv> {
  let document: { readonly origin: string; readonly text: string } | undefined
  return (
    new Hono<KernelEnv>()
      .get('/api/health', async (c) => {
        const database = await kernelDatabase(c.env, systemTenantId)
          .call('select 1')
          .then(
            () => 'ok',
            () => 'unreachable',
          )
        return c.json(
          { status: database === 'ok' ? 'ok' : 'degraded', database, version },
          database === 'ok' ? 200 : 503,
        )
      })
      .get('/api/openapi.json', (c) => {
        const { origin } = new URL(c.req.url)
        if (document?.origin !== origin)
          document = { origin, text: JSON.stringify(openApiDocument(app as unknown as Hono<never>, origin)) }
        return c.body(document.text, 200, {
          'content-type': 'application/json',
          'cache-control': 'public, max-age=300',
        })
      })
      .get('/api/docs', (c) =>
        c.html(referencePage(), 200, {
          ...pagePolicy,
          'content-security-policy':
            "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
        }),
      )
      .get('/api/problems/:code', (c) => c.html(problemPage(c.req.param('code')), 200, pagePolicy))
      .get('/mail', async (c) => {
        if (mailMode(c.env) !== 'show') throw kernelErrors.notFound()
        const { db } = await openDatabase(c, 'kernel', systemTenantId, 'system')
        const mails = await db.select().from(outgoingMail).orderBy(desc(outgoingMail.createdAt)).limit(100)
        if (c.req.header('accept')?.includes('application/json') === true) return c.json({ data: mails })
        return c.html(mailPage(mails), 200, pagePolicy)
      })
      // What a workspace shows to visitors; the page finds out which by its address.
      .get('/s/*', async (c, next) => (await serveAsset(c, '/site.html')) ?? next())
      // Whatever else is a file of the built workspace, or a page of it: the application finds its page by the address.
      .get('*', async (c, next) => {
        if (c.req.path.startsWith('/api/')) return next()
        const file = await serveAsset(c, c.req.path)
        if (file !== undefined) return file
        if (/\.\w+$/.test(c.req.path)) return next()
        const app = await serveAsset(c, '/index.html')
        if (app !== undefined) return app
        return c.req.path === '/' ? c.html(landingPage(registry, mailMode(c.env) === 'show'), 200, pagePolicy) : next()
      })
  )
}
