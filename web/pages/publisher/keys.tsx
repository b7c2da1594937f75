import { For, type JSX, Show } from 'solid-js'
import {
  Button,
  Confirm,
  createForm,
  createPanel,
  Dialog,
  Empty,
  ErrorNote,
  formatDate,
  Loaded,
  notify,
  TextArea,
  TextField,
  useWorkspace,
} from '#kit'
import { type PublisherKey, useKeys, useRenewPublisher } from './queries.ts'

/** The keys whose signatures make a plugin this publisher's. Only their public halves are here. */
export function Keys(): JSX.Element {
  const workspace = useWorkspace()
  const keys = useKeys()
  const renew = useRenewPublisher()
  const [add, remove] = [createPanel('key'), createPanel('removeKey')]
  const doomed = () => (keys.isSuccess ? keys.data.data.find(({ id }) => id === remove.value()) : undefined)
  const take = async ({ id, title }: PublisherKey) => {
    await workspace().api(`/publisher/keys/${id}`, { method: 'DELETE' })
    await renew()
    notify.done(`${title} is removed`)
  }
  return (
    <section aria-labelledby="keys" class="flex max-w-3xl flex-col gap-3">
      <div class="flex flex-wrap items-center justify-between gap-3">
        <h2 id="keys" class="text-lg font-semibold">
          Keys that sign
        </h2>
        <Button icon="i-lucide-plus" onClick={() => add.open()}>
          Register a key
        </Button>
      </div>
      <div class="card">
        <Loaded query={keys} rows={2}>
          {(list) => (
            <Show
              when={list().data.length > 0}
              fallback={
                <Empty icon="i-lucide-key-round" title="No keys yet">
                  The command dpf publish makes one on your machine and shows its public half. Register that here.
                </Empty>
              }
            >
              <ul class="divide-y divide-line">
                <For each={list().data}>
                  {(key) => (
                    <li class="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
                      <div class="min-w-0">
                        <p class="font-medium [overflow-wrap:anywhere]">{key.title}</p>
                        <p class="text-sm text-soft">
                          <code class="font-mono">{key.id}</code>, registered {formatDate(key.createdAt)}
                        </p>
                      </div>
                      <Button look="quiet" aria-label={`Remove ${key.title}`} onClick={() => remove.open(key.id)}>
                        Remove
                      </Button>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          )}
        </Loaded>
      </div>
      <Show when={add.value()}>
        <KeyDialog close={add.close} />
      </Show>
      <Show when={doomed()}>
        {(key) => (
          <Confirm
            open
            title={`Remove ${key().title}?`}
            action="Remove"
            onClose={remove.close}
            onConfirm={() => take(key())}
          >
            No version that this key has signed runs anywhere any more, as if each was called back. Do it when somebody
            else may have the key.
          </Confirm>
        )}
      </Show>
    </section>
  )
}

function KeyDialog(props: { readonly close: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const renew = useRenewPublisher()
  const form = createForm(async (data) => {
    const body = { title: String(data.get('title')).trim(), publicKey: String(data.get('publicKey')).trim() }
    await workspace().api('/publisher/keys', { method: 'POST', body })
    await renew()
    props.close()
    notify.done(`${body.title} is registered`)
  })
  return (
    <Dialog title="Register a key" open onClose={props.close}>
      <form novalidate class="flex flex-col gap-4" onSubmit={form.onSubmit}>
        <ErrorNote error={form.error()} />
        <TextField
          label="Name"
          name="title"
          autofocus
          maxlength={100}
          placeholder="Laptop of Anna"
          autocomplete="off"
          error={form.wrong('title')}
        />
        <TextArea
          label="Public key"
          name="publicKey"
          rows={3}
          spellcheck={false}
          hint="As the command dpf shows it. The private half never leaves your machine."
          error={form.wrong('publicKey')}
        />
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.close()}>Cancel</Button>
          <Button type="submit" look="primary" busy={form.busy()}>
            Register it
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
