import { createSignal, type JSX, Show } from 'solid-js'
import type { StoredFile } from '../types.ts'
import { kindIcons } from './kind-words.ts'

/** A small picture of a file, or the sign of its kind. The name stands beside it, so it is silent. */
export function FilePicture(props: { readonly file: StoredFile; readonly class: string }): JSX.Element {
  const [isBroken, setIsBroken] = createSignal(false)
  const preview = () => (isBroken() ? null : props.file.previewUrl)
  return (
    <div class={`grid shrink-0 place-items-center overflow-hidden bg-raised ${props.class}`}>
      <Show
        when={preview()}
        fallback={<span aria-hidden="true" class={`${kindIcons[props.file.kind]} text-2xl text-soft`} />}
      >
        {(url) => (
          <img
            src={url()}
            alt=""
            loading="lazy"
            decoding="async"
            class="h-full w-full object-cover"
            onError={() => setIsBroken(true)}
          />
        )}
      </Show>
    </div>
  )
}
