import { createSignal, For, type JSX, Show } from 'solid-js'
import { Button, createPanel, Empty, focusTitle, Loaded, Note, Page, useWorkspace } from '#kit'
import { useAccess } from './access.ts'
import { FreshKeyCard } from './api-keys/fresh-key-card.tsx'
import { KeyDialogs } from './api-keys/key-dialogs.tsx'
import { KeyRow } from './api-keys/key-row.tsx'
import { NewKeyDialog } from './api-keys/new-key-dialog.tsx'
import { type FreshKey, useKeys, usePermissionGroups } from './api-keys/queries.ts'

/** Keys by which other programs work here, each with just the rights that it needs. */
export default function ApiKeys(): JSX.Element {
  const workspace = useWorkspace()
  const access = useAccess()
  const keys = useKeys()
  const groups = usePermissionGroups(access)
  const make = createPanel('new')
  // In memory alone: the key is shown once, and no address or store may know it.
  const [fresh, setFresh] = createSignal<FreshKey>()
  const mayManage = () => workspace().can('keys.manage')
  const put = () => {
    setFresh(undefined)
    focusTitle()
  }
  const titleOf = (permission: string) =>
    groups()
      .flatMap(({ permissions }) => permissions)
      .find(({ id }) => id === permission)?.title ?? permission
  return (
    <Page
      title="API keys"
      lead="API keys let other programs work here: your website, your bookkeeping, a script of your own."
      actions={
        <Show when={mayManage()}>
          <Button look="primary" icon="i-lucide-plus" onClick={() => make.open()}>
            Make a key
          </Button>
        </Show>
      }
    >
      <Show when={mayManage()} fallback={<Note icon="i-lucide-lock">Owners and managers make API keys.</Note>}>
        <Show keyed when={fresh()}>
          {(key) => <FreshKeyCard fresh={key} done={put} />}
        </Show>
        <section aria-label="API keys" class="card" aria-live="polite" aria-relevant="additions removals">
          <Loaded query={keys} rows={3}>
            {(list) => (
              <Show when={list().length > 0} fallback={<NoKeys make={() => make.open()} />}>
                <ul class="divide-y divide-line">
                  <For each={list()}>{(key) => <KeyRow key={key} titleOf={titleOf} />}</For>
                </ul>
              </Show>
            )}
          </Loaded>
        </section>
        <KeyDialogs keys={keys.isSuccess ? keys.data : []} made={setFresh} />
        <Show when={make.value()}>
          <NewKeyDialog groups={groups()} close={make.close} made={setFresh} />
        </Show>
      </Show>
    </Page>
  )
}

function NoKeys(props: { readonly make: () => void }): JSX.Element {
  return (
    <Empty
      icon="i-lucide-key-round"
      title="No keys yet"
      action={<Button onClick={() => props.make()}>Make a key</Button>}
    >
      Make one when another program asks you for an API key. You choose what it may do.
    </Empty>
  )
}
