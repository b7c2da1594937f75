import { createSignal, type JSX, Match, onMount, Switch } from 'solid-js'
import { Button, CopyLine, createForm, Dialog, ErrorNote, Skeleton, TextField } from '#kit'
import { api } from '../../../shell/session.ts'
import type { Proof } from './proof.tsx'
import { QrCode } from './qr-code.tsx'
import { useRefreshSignIn } from './queries.ts'

interface Begun {
  readonly secret: string
  readonly address: string
}

export interface SetUpAppProps {
  readonly proof: Proof
  readonly close: () => void
  /** Backup codes to show; none when there were some already. */
  readonly done: (codes: readonly string[] | null) => void
}

/** Sets up an app that shows codes: scan, write the first code, keep the backup codes. */
export function SetUpApp(props: SetUpAppProps): JSX.Element {
  const refresh = useRefreshSignIn()
  const [begun, setBegun] = createSignal<Begun>()
  const [failure, setFailure] = createSignal<unknown>()
  const begin = () => {
    setFailure(undefined)
    props.proof.run(() => api<Begun>('/auth/totp', { method: 'POST' })).then(setBegun, setFailure)
  }
  onMount(begin)
  const form = createForm(async (data) => {
    const body = { code: String(data.get('code')) }
    const { backupCodes } = await api<{ backupCodes: readonly string[] | null }>('/auth/totp/confirm', {
      method: 'POST',
      body,
    })
    await refresh()
    props.done(backupCodes)
  })
  return (
    <Dialog title="Set up an app" open onClose={props.close}>
      <Switch fallback={<Skeleton rows={3} />}>
        <Match when={failure()}>
          <ErrorNote error={failure()} retry={begin} />
        </Match>
        <Match when={begun()}>
          {(found) => (
            <form class="flex flex-col gap-4" onSubmit={form.onSubmit} novalidate>
              <p>
                Open an authenticator app on your phone, such as Google Authenticator, Microsoft Authenticator or the
                passwords of your phone, and scan this:
              </p>
              <QrCode text={found().address} label="QR code for your authenticator app" />
              <CopyLine label="Or write this key into the app" value={inGroups(found().secret)} />
              <ErrorNote error={form.error()} />
              <TextField
                label="Code that the app shows now"
                name="code"
                inputmode="numeric"
                autocomplete="one-time-code"
                hint="Six digits. They change every half minute."
                class="font-mono text-lg"
                autofocus
                error={form.wrong('code')}
              />
              <div class="flex flex-wrap justify-end gap-2">
                <Button onClick={() => props.close()}>Cancel</Button>
                <Button type="submit" look="primary" busy={form.busy()}>
                  Turn it on
                </Button>
              </div>
            </form>
          )}
        </Match>
      </Switch>
    </Dialog>
  )
}

/** In groups of four, as one reads and writes it; apps take it with the spaces. */
function inGroups(secret: string): string {
  return secret.replaceAll(/(.{4})(?=.)/g, '$1 ')
}
