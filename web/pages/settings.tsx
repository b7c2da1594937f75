import { type JSX, Show } from 'solid-js'
import { Button, createPanel, Loaded, Note, Page, useWorkspace } from '#kit'
import { type Access, useAccess } from './access.ts'
import { ColourForm } from './settings/colour-form.tsx'
import { DeleteDialog } from './settings/delete-dialog.tsx'
import { LogoField } from './settings/logo-field.tsx'
import { NameForm } from './settings/name-form.tsx'
import { PlaceForm } from './settings/place-form.tsx'

/** The workspace itself: what it is called, how it looks, how it counts, and its end. */
export default function Settings(): JSX.Element {
  const workspace = useWorkspace()
  const access = useAccess()
  const remove = createPanel('delete')
  return (
    <Page title="Settings" lead="What this workspace is called, how it looks, and where it is at home.">
      <Show
        when={workspace().can('tenant.manage')}
        fallback={<Note icon="i-lucide-lock">Owners and managers change these.</Note>}
      >
        <Loaded query={access} rows={6}>
          {(found) => <Sections access={found()} />}
        </Loaded>
      </Show>
      <section aria-labelledby="danger" class="max-w-2xl rounded-xl border border-danger bg-card p-4 sm:p-6">
        <h2 id="danger" class="text-lg font-semibold">
          Delete this workspace
        </h2>
        <p class="mt-1 text-soft">Everybody loses access at once. Its data goes for good after 30 days.</p>
        <div class="mt-4">
          <Show
            when={workspace().can('tenant.delete')}
            fallback={<Note icon="i-lucide-lock">Only an owner deletes the workspace.</Note>}
          >
            <Button look="danger" icon="i-lucide-trash-2" onClick={() => remove.open()}>
              Delete workspace
            </Button>
          </Show>
        </div>
      </section>
      <Show when={workspace().can('tenant.delete') && remove.value()}>
        <DeleteDialog close={remove.close} />
      </Show>
    </Page>
  )
}

function Sections(props: { readonly access: Access }): JSX.Element {
  return (
    <>
      <Section id="name" title="Name and address">
        <NameForm access={props.access} />
      </Section>
      <Section id="look" title="Logo and colour">
        <div class="flex flex-col gap-6">
          <LogoField access={props.access} />
          <ColourForm access={props.access} />
        </div>
      </Section>
      <Section id="place" title="Time, money and language">
        <PlaceForm access={props.access} />
      </Section>
    </>
  )
}

function Section(props: { readonly id: string; readonly title: string; readonly children: JSX.Element }): JSX.Element {
  return (
    <section aria-labelledby={props.id} class="card max-w-2xl p-4 sm:p-6">
      <h2 id={props.id} class="mb-4 text-lg font-semibold">
        {props.title}
      </h2>
      {props.children}
    </section>
  )
}
