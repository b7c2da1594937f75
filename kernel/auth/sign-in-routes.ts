import { Hono } from 'hono'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { login } from './login.ts'
import { mailSignInLink, signInByLink } from './mailed-link.ts'
import { PasskeySignIn, RequestOptions } from './passkeys/schemas.ts'
import { secondStepOptions, signInOptions, signInWithPasskey } from './passkeys/sign-in-with-passkey.ts'
import { provePerson } from './prove-person.ts'
import * as schemas from './schemas.ts'
import { finishSecondStep } from './second-step.ts'

const anyone = { audience: 'anyone' } as const
/** A session, or the question for the second step. */
const answers = { 200: schemas.SignedIn, 202: schemas.SecondStepAsked } as const

/** Under `/api/auth`: every way to sign in. */
export const signInRoutes = new Hono<KernelEnv>()
  .post(
    '/login',
    endpoint({
      ...anyone,
      routeClass: 'login',
      summary: 'Signs a person in, or asks for their second step',
      description: 'Where two-step sign-in is on, the answer is 202 with a token for /api/auth/login/second-step.',
      body: schemas.Login,
      answers,
    }),
    async (c) => {
      const answer = await login(c as KernelContext, c.req.valid('json'))
      return 'secondStep' in answer ? c.json(answer, 202) : c.json(answer, 200)
    },
  )
  .post(
    '/login/second-step',
    endpoint({
      ...anyone,
      routeClass: 'login',
      summary: 'Signs in by the second step: a code of the app, a backup code or a passkey',
      body: schemas.SecondStep,
      answers: { 200: schemas.SignedIn },
    }),
    async (c) => c.json(await finishSecondStep(c as KernelContext, c.req.valid('json'))),
  )
  .post(
    '/login/second-step/passkey',
    endpoint({
      ...anyone,
      routeClass: 'login',
      summary: 'Answers what a browser needs to use a passkey as the second step',
      body: schemas.SecondStepToken,
      answers: { 200: RequestOptions },
    }),
    async (c) => c.json(await secondStepOptions(c as KernelContext, c.req.valid('json').token)),
  )
  .post(
    '/login/passkey/options',
    endpoint({
      ...anyone,
      routeClass: 'anonymous',
      summary: 'Answers what a browser needs to sign in with a passkey',
      answers: { 200: RequestOptions },
    }),
    async (c) => c.json(await signInOptions(c as KernelContext)),
  )
  .post(
    '/login/passkey',
    endpoint({
      ...anyone,
      routeClass: 'login',
      summary: 'Signs in with a passkey alone',
      body: PasskeySignIn,
      answers: { 200: schemas.SignedIn },
    }),
    async (c) => c.json(await signInWithPasskey(c as KernelContext, c.req.valid('json').passkey)),
  )
  .post(
    '/link',
    endpoint({
      ...anyone,
      routeClass: 'mail',
      summary: 'Mails a link that signs in',
      body: schemas.LinkWish,
      answers: { 202: null },
    }),
    async (c) => {
      await mailSignInLink(c as KernelContext, c.req.valid('json'))
      return c.body(null, 202)
    },
  )
  .post(
    '/link/sign-in',
    endpoint({
      ...anyone,
      routeClass: 'login',
      summary: 'Signs in by a mailed link, or asks for the second step',
      body: schemas.Verification,
      answers,
    }),
    async (c) => {
      const answer = await signInByLink(c as KernelContext, c.req.valid('json').token)
      return 'secondStep' in answer ? c.json(answer, 202) : c.json(answer, 200)
    },
  )
  .post(
    '/confirm',
    endpoint({
      audience: 'person',
      routeClass: 'sensitive',
      summary: 'Takes the password, or a code, as proof that it is still you, good for ten minutes',
      body: schemas.Proof,
      answers: { 204: null },
    }),
    async (c) => {
      await provePerson(c as KernelContext, c.req.valid('json'))
      return c.body(null, 204)
    },
  )
