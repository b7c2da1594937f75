import { sessionKey } from '../request/authenticate.ts'
import type { KernelContext } from '../request/context.ts'
import { accessTokenSeconds, signAccessToken } from './access-token.ts'
import { setRefreshCookie } from './refresh-cookie.ts'

interface SignedInUser {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly emailVerified: boolean
}

/** What register, login and refresh answer: a short access token in the body, the refresh token in its cookie. */
export async function answerSignIn(
  c: KernelContext,
  session: { readonly sessionId: string; readonly refreshToken: string },
  user: SignedInUser,
) {
  const accessToken = await signAccessToken(
    { userId: user.id, sessionId: session.sessionId },
    await sessionKey(c.env),
    c.var.now.getTime(),
  )
  setRefreshCookie(c, session.refreshToken)
  c.header('cache-control', 'no-store')
  return { accessToken, expiresIn: accessTokenSeconds, user }
}
