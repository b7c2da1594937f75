import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser'
import { Problem } from '#kit'

/** Fetched when a passkey is asked for: most visits need none of it. */
const library = () => import('@simplewebauthn/browser')

/** Whether this browser knows passkeys and this address may have them: a bare number of a machine may not. */
export function canUsePasskeys(): boolean {
  return 'PublicKeyCredential' in window && window.isSecureContext && !/^[\d.]+$|:/.test(window.location.hostname)
}

/** Whether the browser offers passkeys where the email address is written. */
export async function canOfferPasskeys(): Promise<boolean> {
  return canUsePasskeys() && (await (await library()).browserSupportsWebAuthnAutofill())
}

/** Lets the person choose a passkey, in a window of the browser or, with `offered`, among what it offers for the email field. */
export async function askPasskey(
  options: PublicKeyCredentialRequestOptionsJSON,
  offered = false,
): Promise<AuthenticationResponseJSON> {
  const { startAuthentication } = await library()
  return startAuthentication({ optionsJSON: options, useBrowserAutofill: offered }).catch(explain)
}

/** Lets the browser make a passkey. */
export async function makePasskey(options: PublicKeyCredentialCreationOptionsJSON): Promise<RegistrationResponseJSON> {
  const { startRegistration } = await library()
  return startRegistration({ optionsJSON: options }).catch(explain)
}

/** Stops offering passkeys. */
export async function stopOffering(): Promise<void> {
  const { WebAuthnAbortService } = await library()
  WebAuthnAbortService.cancelCeremony()
}

const sentences: Readonly<Record<string, string>> = {
  InvalidStateError: 'This device has a passkey for you already',
  SecurityError: 'Passkeys do not work at this address of the platform',
  NotSupportedError: 'This device cannot make the kind of passkey that is needed here',
}

/** What the browser refused, in words that help; its own speak to programmers. */
function explain(error: unknown): never {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const name = cause instanceof Error ? cause.name : ''
  throw new Problem(0, { title: sentences[name] ?? 'No passkey was used. Try again, or go another way' })
}
