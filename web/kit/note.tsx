import type { JSX } from 'solid-js'

/** Says why something is not here, or what to know about it. */
export function Note(props: { readonly icon?: string; readonly children: JSX.Element }): JSX.Element {
  return (
    <div class="flex items-start gap-3 rounded-lg bg-raised px-4 py-3 text-soft">
      <span aria-hidden="true" class={`${props.icon ?? 'i-lucide-info'} mt-1`} />
      <p class="min-w-0">{props.children}</p>
    </div>
  )
}
