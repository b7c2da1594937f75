import type { MiddlewareHandler } from 'hono'
import { equalHashes } from '../auth/api-key.ts'
import { hashToken } from '../auth/opaque-token.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { notAuthenticated } from '../request/authenticate.ts'
import type { KernelEnv } from '../request/context.ts'

const shortest = 32

/**
 * Lets the operator pass, who has OPERATOR_TOKEN. Without that setting there is nothing at these addresses.
 *
 * Hashes are compared, in constant time: neither the token's length nor a part of it can be found out by trying.
 */
export const requireOperator: MiddlewareHandler<KernelEnv> = async (c, next) => {
  const token = c.env.OPERATOR_TOKEN ?? ''
  if (token.length < shortest) throw kernelErrors.notFound()
  const given = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? ''
  if (!equalHashes(await hashToken(given), await hashToken(token))) throw notAuthenticated()
  await next()
}
