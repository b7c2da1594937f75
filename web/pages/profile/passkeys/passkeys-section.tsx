import { useQuery } from '@tanstack/solid-query'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import { Badge, Button, Confirm, createPanel, formatDate, Loaded, Note, notify, relativeTime } from '#kit'
import { api } from '../../../shell/session.ts'
import { canUsePasskeys } from '../../sign-in/passkey.ts'
import { createProof } from '../two-steps/proof.tsx'
import { useRefreshSignIn } from '../two-steps/queries.ts'
import { AddPasskey } from './add-passkey.tsx'
import { RenamePasskey } from './rename-passkey.tsx'

export interface Passkey {
  readonly id: string
  readonly name: string
  readonly isSynced: boolean
  readonly createdAt: string
  readonly lastUsedAt: string | null
}

/** A person's passkeys: what they sign in with instead of the password. */
export function PasskeysSection(): JSX.Element {
  const refresh = useRefreshSignIn()
  const proof = createProof()
  const [add, rename, remove] = [
    createPanel('add-passkey'),
    createPanel('rename-passkey'),
    createPanel('remove-passkey'),
  ]
  const passkeys = useQuery(() => ({
    queryKey: ['sign-in', 'passkeys'],
    queryFn: () => api<{ data: readonly Passkey[] }>('/auth/passkeys'),
    reconcile: 'id',
  }))
  const find = (id: string | undefined) =>
    passkeys.isSuccess ? passkeys.data.data.find((passkey) => passkey.id === id) : undefined
  const end = async ({ id, name }: Passkey) => {
    await proof.run(() => api(`/auth/passkeys/${id}`, { method: 'DELETE' }))
    await refresh()
    notify.done(`${name} is removed`)
  }
  return (
    <section aria-labelledby="passkeys" class="card">
      <div class="flex flex-wrap items-start justify-between gap-4 p-4 sm:p-6">
        <div class="min-w-0 flex-1 basis-64">
          <h2 id="passkeys" class="text-lg font-semibold">
            Passkeys
          </h2>
          <p class="mt-1 text-soft">Sign in with your fingerprint, face or screen lock, and no password.</p>
        </div>
        <Show when={canUsePasskeys()}>
          <Button icon="i-lucide-fingerprint" onClick={() => add.open()}>
            Add a passkey
          </Button>
        </Show>
      </div>
      <Show when={!canUsePasskeys()}>
        <div class="px-4 pb-4 sm:px-6">
          <Note>This browser, or the address at which you opened this page, cannot have passkeys.</Note>
        </div>
      </Show>
      <div aria-live="polite" aria-relevant="additions removals" class="border-t border-line">
        <Loaded query={passkeys} rows={1}>
          {(list) => (
            <Show when={list().data.length > 0} fallback={<p class="p-4 text-soft sm:px-6">You have none yet.</p>}>
              <ul class="divide-y divide-line">
                <For each={list().data}>
                  {(passkey) => (
                    <Row
                      passkey={passkey}
                      rename={() => rename.open(passkey.id)}
                      remove={() => remove.open(passkey.id)}
                    />
                  )}
                </For>
              </ul>
            </Show>
          )}
        </Loaded>
      </div>
      <Switch>
        <Match when={add.value()}>
          <AddPasskey proof={proof} close={add.close} />
        </Match>
        <Match when={find(rename.value())}>
          {(passkey) => <RenamePasskey passkey={passkey()} close={rename.close} />}
        </Match>
        <Match when={find(remove.value())}>
          {(passkey) => (
            <Confirm
              open
              title={`Remove ${passkey().name}?`}
              action="Remove passkey"
              onClose={remove.close}
              onConfirm={() => end(passkey())}
            >
              It does not sign you in any more. Delete it on the device too, or it will still be offered there.
            </Confirm>
          )}
        </Match>
      </Switch>
      <proof.Question />
    </section>
  )
}

interface RowProps {
  readonly passkey: Passkey
  readonly rename: () => void
  readonly remove: () => void
}

function Row(props: RowProps): JSX.Element {
  const used = () =>
    props.passkey.lastUsedAt === null ? 'not used yet' : `last used ${relativeTime(props.passkey.lastUsedAt)}`
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-6">
      <div class="min-w-0 flex-1 basis-52">
        <p class="flex flex-wrap items-center gap-2 font-medium [overflow-wrap:anywhere]">
          {props.passkey.name}
          <Show when={props.passkey.isSynced}>
            <Badge>On all your devices</Badge>
          </Show>
        </p>
        <p class="text-sm text-soft">
          Added {formatDate(props.passkey.createdAt)}, {used()}
        </p>
      </div>
      <div class="flex gap-1">
        <Button look="quiet" aria-label={`Rename ${props.passkey.name}`} onClick={() => props.rename()}>
          Rename
        </Button>
        <Button look="quiet" aria-label={`Remove ${props.passkey.name}`} onClick={() => props.remove()}>
          Remove
        </Button>
      </div>
    </li>
  )
}
