import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button, ErrorNote, notify, useWorkspace } from '#kit'
import { WorkspaceMark } from '../../shell/workspace-mark.tsx'
import { type Access, useRefreshAccess } from '../access.ts'
import { shrinkPicture } from './shrink-picture.ts'

/** The workspace's logo: what it is now, another one, or none. */
export function LogoField(props: { readonly access: Access }): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const refreshAccess = useRefreshAccess()
  const [busy, setBusy] = createSignal<'add' | 'remove'>()
  const [error, setError] = createSignal<unknown>()
  let input: HTMLInputElement | undefined
  const work = (what: 'add' | 'remove', send: () => Promise<unknown>, done: string) => {
    if (busy() !== undefined) return
    setBusy(what)
    setError(undefined)
    send()
      .then(() => Promise.all([refreshAccess(), queries.invalidateQueries({ queryKey: ['workspaces'] })]))
      .then(() => notify.done(done), setError)
      .finally(() => setBusy(undefined))
  }
  const add = (file: File | undefined) => {
    if (input !== undefined) input.value = ''
    if (file !== undefined) work('add', () => store(file), 'The logo is saved')
  }
  const store = async (file: File) => {
    const content = await shrinkPicture(file)
    return workspace().api('/tenant/logo', { method: 'PUT', file: { content, type: content.type } })
  }
  const remove = () =>
    work('remove', () => workspace().api('/tenant/logo', { method: 'DELETE' }), 'The logo is removed')
  return (
    <fieldset class="m-0 flex min-w-0 flex-col gap-2 p-0">
      <legend class="mb-2 p-0 font-medium">Logo</legend>
      <ErrorNote error={error()} />
      <div class="flex flex-wrap items-center gap-x-4 gap-y-3">
        <Show when={props.access.logoUrl} fallback={<WorkspaceMark {...props.access} large />}>
          {(url) => (
            <img
              src={url()}
              alt={`Logo of ${props.access.name}`}
              class="h-20 w-20 rounded-xl border border-line bg-white object-contain p-1"
            />
          )}
        </Show>
        <div class="flex flex-wrap gap-2">
          <input
            ref={input}
            type="file"
            accept="image/png,image/jpeg,image/webp"
            class="sr-only"
            tabindex={-1}
            aria-label="Picture for the logo"
            onChange={(event) => add(event.currentTarget.files?.[0])}
          />
          <Button icon="i-lucide-image-up" busy={busy() === 'add'} onClick={() => input?.click()}>
            {props.access.logoUrl === null ? 'Add a logo' : 'Choose another'}
          </Button>
          <Show when={props.access.logoUrl !== null}>
            <Button look="quiet" icon="i-lucide-trash-2" busy={busy() === 'remove'} onClick={remove}>
              Remove
            </Button>
          </Show>
        </div>
      </div>
      <p class="text-sm text-soft">
        A PNG, JPEG or WebP picture, best a square one. Everybody can see it: it stands on what your customers get.
      </p>
    </fieldset>
  )
}
