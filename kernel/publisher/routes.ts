import { and, asc, eq, isNull } from 'drizzle-orm'
import { Hono } from 'hono'
import { base64url } from 'jose'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { importPublicKey } from '../sandbox/verify-version.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { newId } from '../sdk/new-id.ts'
import { listOwnPlugins, yankVersion } from './own-plugins.ts'
import { largestBundle, readBundle } from './read-bundle.ts'
import * as schemas from './schemas.ts'
import { submitVersion } from './submit-version.ts'
import { publisherKeys, publishers } from './tables.ts'
import { withdrawKey } from './withdraw-key.ts'

const read = { permission: 'publisher.manage' } as const
const manage = { permission: 'publisher.manage', routeClass: 'sensitive' } as const

/** `/api/publisher`: what the workspace publishes for others, as whom, and the keys that it signs with. */
export const publisherRoutes = new Hono<KernelEnv>()
  .get(
    '/',
    endpoint({ ...read, summary: 'Reads the publisher that this workspace is', answers: { 200: schemas.Publisher } }),
    async (c) => {
      const [publisher] = await c.var.db.select().from(publishers).where(eq(publishers.tenantId, c.var.tenant.id))
      if (publisher === undefined) throw kernelErrors.notFound()
      return c.json(present(publisher))
    },
  )
  .post(
    '/',
    endpoint({
      ...manage,
      summary: 'Makes the workspace a publisher',
      body: schemas.NewPublisher,
      answers: { 201: schemas.Publisher },
    }),
    async (c) => {
      const { slug, name, website = null } = c.req.valid('json')
      const row = { id: newId(), tenantId: c.var.tenant.id, slug, name, website }
      const [stored] = await c.var.change(
        { action: 'publisher.registered', subject: `publisher:${slug}`, data: { slug, name } },
        (tx) => tx.insert(publishers).values(row).returning(),
        {
          refusals: {
            publishers_slug: kernelErrors.publisherTaken({ slug }),
            publishers_tenant_id_key: kernelErrors.publisherExists(),
          },
        },
      )
      if (stored === undefined) throw kernelErrors.conflict()
      return c.json(present(stored), 201)
    },
  )
  .get(
    '/keys',
    endpoint({
      ...read,
      summary: 'Lists the keys that sign for the publisher',
      answers: { 200: schemas.Keys },
    }),
    async (c) => {
      const data = await c.var.db
        .select(shown)
        .from(publisherKeys)
        .innerJoin(publishers, eq(publishers.id, publisherKeys.publisherId))
        .where(and(eq(publishers.tenantId, c.var.tenant.id), isNull(publisherKeys.withdrawnAt)))
        .orderBy(asc(publisherKeys.createdAt), asc(publisherKeys.id))
      return c.json({ data })
    },
  )
  .post(
    '/keys',
    endpoint({
      ...manage,
      summary: 'Registers a key that signs for the publisher',
      description: 'A raw Ed25519 public key in base64url. Its private half stays with the author.',
      body: schemas.NewKey,
      answers: { 201: schemas.Key },
    }),
    async (c) => c.json(await addKey(c as KernelContext, c.req.valid('json')), 201),
  )
  .delete(
    '/keys/:id',
    endpoint({
      ...manage,
      summary: 'Withdraws a key that is in wrong hands: what it signed runs no more',
      params: schemas.KeyParam,
      answers: { 204: null },
    }),
    async (c) => {
      await withdrawKey(c as KernelContext, c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
  .get(
    '/plugins',
    endpoint({ ...read, summary: 'Lists what the workspace publishes', answers: { 200: schemas.OwnPlugins } }),
    async (c) => c.json({ data: await listOwnPlugins(c as KernelContext) }),
  )
  .post(
    '/plugins',
    endpoint({
      ...manage,
      summary: 'Submits a version of a plugin',
      description:
        'The body is a bundle as `dpf bundle` makes it, signed by a key of the publisher, at most 8 MiB. With `dryRun` it is looked over, its migrations are tried, and nothing is kept.',
      query: schemas.DryRun,
      rawBody: { type: 'application/json', limitBytes: largestBundle },
      answers: { 200: schemas.Submitted, 201: schemas.Submitted },
    }),
    async (c) => {
      const isDryRun = c.req.valid('query').dryRun === 'true'
      const submitted = await submitVersion(c as KernelContext, await readBundle(c as KernelContext), isDryRun)
      return c.json(submitted, isDryRun ? 200 : 201)
    },
  )
  .post(
    '/plugins/:id/versions/:version/yank',
    endpoint({
      ...manage,
      summary: 'Calls a version back: it runs nowhere any more',
      params: schemas.VersionParams,
      body: schemas.Reason,
      answers: { 204: null },
    }),
    async (c) => {
      const { id, version } = c.req.valid('param')
      await yankVersion(c as KernelContext, id, version, c.req.valid('json').reason)
      return c.body(null, 204)
    },
  )

const shown = {
  id: publisherKeys.id,
  title: publisherKeys.title,
  publicKey: publisherKeys.publicKey,
  createdAt: publisherKeys.createdAt,
}

function present({ slug, name, website, verifiedAt }: typeof publishers.$inferSelect) {
  return { slug, name, website, verified: verifiedAt !== null }
}

async function addKey(c: KernelContext, { title, publicKey }: { title: string; publicKey: string }) {
  if ((await importPublicKey(publicKey)) === undefined)
    throw kernelErrors.invalid({
      errors: [{ in: 'body', pointer: '#/publicKey', detail: 'This is no Ed25519 public key' }],
    })
  const { db, tenant, change } = c.var
  const [publisher] = await db.select({ id: publishers.id }).from(publishers).where(eq(publishers.tenantId, tenant.id))
  if (publisher === undefined) throw kernelErrors.publisherMissing()
  const id = await keyId(publicKey)
  const [[stored]] = await change(
    { action: 'publisherKey.added', subject: `publisherKey:${id}`, data: { title } },
    (tx) => [tx.insert(publisherKeys).values({ id, publisherId: publisher.id, title, publicKey }).returning(shown)],
    { refusals: { publisher_keys_pkey: kernelErrors.publisherKeyKnown({ id }) } },
  )
  if (stored === undefined) throw kernelErrors.conflict()
  return stored
}

/** The first 16 hex digits of the key's own SHA-256. */
async function keyId(publicKey: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(base64url.decode(publicKey)))
  return [...new Uint8Array(digest).subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
