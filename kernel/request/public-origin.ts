import type { KernelContext } from './context.ts'

/**
 * The origin that people reach the platform by, for links in mail and in problems.
 *
 * The setting goes before the request: its Host header is the caller's to choose, and a link to a stranger's host would
 * hand a password reset to them.
 */
export function publicOrigin(c: Pick<KernelContext, 'env' | 'req'>): string {
  return new URL(c.env.PUBLIC_URL ?? c.req.url).origin
}
