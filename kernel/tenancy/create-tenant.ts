import type { InferOutput } from 'valibot'
import { hashToken } from '../auth/opaque-token.ts'
import { memberships, tenants } from '../database/tables.ts'
import { AppError } from '../errors/app-error.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { openDatabase } from '../request/open-database.ts'
import { newId } from '../sdk/new-id.ts'
import { languageFor } from './choices.ts'
import { presentTenant } from './present-tenant.ts'
import type { NewTenant } from './schemas.ts'
import { isReserved, slugFrom } from './slug.ts'

/** Makes a workspace with its maker as owner. Without a wish for the address, one is made from the name that is still free. */
export async function createTenant(c: KernelContext, { slug, ...wishes }: InferOutput<typeof NewTenant>) {
  if (slug !== undefined && isReserved(slug)) throw kernelErrors.slugTaken({ slug })
  const wished = slug ?? slugFrom(wishes.name)
  const language = wishes.language ?? languageFor(c.req.header('accept-language') ?? '')
  for (let attempt = 0; ; attempt++) {
    const candidate = wished === '' || attempt > 0 ? `${wished === '' ? 'workspace' : wished}-${suffix()}` : wished
    try {
      return await insertTenant(c, { ...wishes, language, slug: candidate })
    } catch (error) {
      const isTaken = error instanceof AppError && error.code === 'kernel.slugTaken'
      if (!isTaken || slug !== undefined || attempt === 3) throw error
    }
  }
}

async function insertTenant(c: KernelContext, wishes: InferOutput<typeof NewTenant> & { readonly slug: string }) {
  const { userId } = c.var.session
  const id = await newTenantId(c, userId)
  const { change } = await openDatabase(c, 'kernel', id, c.var.principal.actor)
  // No isolate can remember rights in a workspace that was not there.
  const [[tenant]] = await change(
    { action: 'tenant.created', subject: `tenant:${id}`, data: wishes },
    (tx) => [
      tx
        .insert(tenants)
        .values({ id, ...wishes } as never)
        .returning(),
      tx.insert(memberships).values({ userId, role: 'owner' }),
    ],
    { refusals: { tenants_slug_key: kernelErrors.slugTaken({ slug: wishes.slug }) } },
  )
  if (tenant === undefined) throw kernelErrors.conflict()
  return presentTenant(tenant, null)
}

/** A retry under the same Idempotency-Key has to find the workspace that the first one made: its id follows from the key. */
async function newTenantId(c: KernelContext, userId: string): Promise<string> {
  const key = c.req.header('idempotency-key')
  if (key === undefined) return newId()
  const digits = (await hashToken(`tenant|${userId}|${key}`)).slice(0, 32)
  // UUIDv8 (RFC 9562, 5.8): 122 bits of our own making.
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-8$3-8$4-$5')
}

function suffix(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) =>
    'abcdefghijkmnpqrstuvwxyz23456789'.charAt(byte % 32),
  ).join('')
}
