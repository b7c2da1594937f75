import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { Button, ErrorNote } from '#kit'
import { api, signIn } from '../../shell/session.ts'
import { askPasskey, canOfferPasskeys, canUsePasskeys, stopOffering } from './passkey.ts'

/** What is to be signed ends after ten minutes; a page that stays open asks for something new before. */
const offerMs = 9 * 60 * 1000

/** Signs in with a passkey: by this button, or where the browser offers it at the email field. */
export function PasskeyButton(props: { readonly done: () => void }): JSX.Element {
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<unknown>()
  // The offer and the button wait at the same time; once one of them has led on, the other leads nowhere.
  let isGone = false
  const enter = async (offered: boolean) => {
    const options = await api<PublicKeyCredentialRequestOptionsJSON>('/auth/login/passkey/options', { method: 'POST' })
    const passkey = await askPasskey(options, offered)
    if (isGone) return
    await signIn('/auth/login/passkey', { passkey })
    props.done()
  }
  const press = () => {
    setBusy(true)
    setError(undefined)
    enter(false)
      .catch(setError)
      .finally(() => setBusy(false))
  }
  onMount(() => {
    // Nobody asked for the offer, so nobody hears that it came to nothing.
    const offer = () =>
      void canOfferPasskeys().then((can) => {
        if (can && !isGone) enter(true).catch(() => undefined)
      })
    offer()
    const timer = setInterval(offer, offerMs)
    onCleanup(() => {
      isGone = true
      clearInterval(timer)
      void stopOffering()
    })
  })
  return (
    <Show when={canUsePasskeys()}>
      <ErrorNote error={error()} />
      <Button icon="i-lucide-fingerprint" busy={busy()} onClick={press}>
        Sign in with a passkey
      </Button>
    </Show>
  )
}
