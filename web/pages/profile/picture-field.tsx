import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { Button, ErrorNote, notify, PersonPicture } from '#kit'
import { api } from '../../shell/session.ts'
import { openPicture } from '../settings/shrink-picture.ts'
import { PictureDialog } from './picture-dialog.tsx'

export interface PictureFieldProps {
  readonly name: string
  readonly pictureUrl: string | null
}

/** The person's picture: what it is now, another one, or none. */
export function PictureField(props: PictureFieldProps): JSX.Element {
  const queries = useQueryClient()
  const [source, setSource] = createSignal<ImageBitmap>()
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<unknown>()
  let input: HTMLInputElement | undefined
  // Menus, lists of members and what people wrote show it too.
  const renew = () =>
    queries.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] === 'me' || queryKey[1] === 'members' || queryKey[1] === 'people',
    })
  const close = () => {
    source()?.close()
    setSource(undefined)
  }
  onCleanup(close)
  const open = (file: File | undefined) => {
    if (input !== undefined) input.value = ''
    setError(undefined)
    if (file !== undefined) openPicture(file).then(setSource, setError)
  }
  const store = async (content: Blob) => {
    await api('/me/picture', { method: 'PUT', file: { content, type: content.type } })
    await renew()
    notify.done('Your picture is saved')
  }
  const remove = () => {
    setBusy(true)
    setError(undefined)
    api('/me/picture', { method: 'DELETE' })
      .then(renew)
      .then(() => notify.done('Your picture is removed'), setError)
      .finally(() => setBusy(false))
  }
  return (
    <fieldset class="m-0 flex min-w-0 flex-col gap-2 p-0">
      <legend class="mb-2 p-0 font-medium">Your picture</legend>
      <ErrorNote error={error()} />
      <div class="flex flex-wrap items-center gap-x-4 gap-y-3">
        <PersonPicture name={props.name} url={props.pictureUrl} class="h-20 w-20 text-2xl" />
        <div class="flex flex-wrap gap-2">
          <input
            ref={input}
            type="file"
            accept="image/*"
            class="sr-only"
            tabindex={-1}
            aria-label="A picture of you"
            onChange={(event) => open(event.currentTarget.files?.[0])}
          />
          <Button icon="i-lucide-image-up" onClick={() => input?.click()}>
            {props.pictureUrl === null ? 'Add a picture' : 'Choose another'}
          </Button>
          <Show when={props.pictureUrl !== null}>
            <Button look="quiet" icon="i-lucide-trash-2" busy={busy()} onClick={remove}>
              Remove
            </Button>
          </Show>
        </div>
      </div>
      <p class="text-sm text-soft">Only people who share a workspace with you see it.</p>
      <Show when={source()}>{(picture) => <PictureDialog source={picture()} onClose={close} onChosen={store} />}</Show>
    </fieldset>
  )
}
