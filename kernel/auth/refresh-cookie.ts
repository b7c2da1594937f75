import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { sessionSeconds } from './sign-in.ts'

const name = 'dpf_refresh'
const path = '/api/auth'

/** Sets the refresh token where no script can read it and no other site can send it. */
export function setRefreshCookie(c: KernelContext, token: string): void {
  setCookie(c, name, token, { httpOnly: true, sameSite: 'Strict', path, secure: isSecure(c), maxAge: sessionSeconds })
}

export function clearRefreshCookie(c: KernelContext): void {
  deleteCookie(c, name, { path, secure: isSecure(c) })
}

/**
 * The refresh token of the request. A request that a browser sent for another origin is refused, though SameSite should
 * have kept the cookie out already: sites under one domain count as the same site.
 */
export function readRefreshCookie(c: KernelContext): string | undefined {
  const origin = c.req.header('origin')
  if (origin !== undefined && origin !== new URL(c.req.url).origin) throw kernelErrors.foreignOrigin()
  return getCookie(c, name)
}

function isSecure(c: KernelContext): boolean {
  return new URL(c.req.url).protocol === 'https:'
}
