import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser'
import type { JSX } from 'solid-js'
import { Button, createForm, Dialog, ErrorNote, notify, TextField } from '#kit'
import { api } from '../../../shell/session.ts'
import { makePasskey } from '../../sign-in/passkey.ts'
import { nameDevice } from '../name-device.ts'
import type { Proof } from '../two-steps/proof.tsx'
import { useRefreshSignIn } from '../two-steps/queries.ts'

/** Makes a passkey, with a name by which its owner knows it again. */
export function AddPasskey(props: { readonly proof: Proof; readonly close: () => void }): JSX.Element {
  const refresh = useRefreshSignIn()
  const form = createForm(async (data) => {
    const name = String(data.get('name'))
    const options = await props.proof.run(() =>
      api<PublicKeyCredentialCreationOptionsJSON>('/auth/passkeys/options', { method: 'POST' }),
    )
    const passkey = await makePasskey(options)
    await api('/auth/passkeys', { method: 'POST', body: { name, passkey } })
    await refresh()
    props.close()
    notify.done(`${name} signs you in from now on`)
  })
  return (
    <Dialog title="Add a passkey" open onClose={props.close}>
      <form class="flex flex-col gap-4" onSubmit={form.onSubmit} novalidate>
        <p class="text-soft">
          Your browser asks for your fingerprint, your face or the lock of your screen. That stays on your device; we
          get a key that works nowhere else.
        </p>
        <ErrorNote error={form.error()} />
        <TextField
          label="Name"
          name="name"
          value={nameDevice(navigator.userAgent)}
          maxlength={60}
          autocomplete="off"
          hint="So that you know it again, such as: My phone."
          autofocus
          error={form.wrong('name')}
        />
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.close()}>Cancel</Button>
          <Button type="submit" look="primary" busy={form.busy()}>
            Go on
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
