import { type JSX, Show } from 'solid-js'

const looks = {
  done: { icon: 'i-lucide-circle-check text-good', edge: 'border-line' },
  failed: { icon: 'i-lucide-circle-alert text-danger', edge: 'border-danger' },
  plain: { icon: undefined, edge: 'border-line' },
} as const

export interface ToastProps {
  readonly look: keyof typeof looks
  readonly message: string
  /** By which support finds what failed. */
  readonly requestId?: string | undefined
  readonly close: () => void
  /** What one can do about it, before the cross. */
  readonly children?: JSX.Element
}

/** One card at the edge of the page. */
export function Toast(props: ToastProps): JSX.Element {
  return (
    <div
      class={`flex w-full items-start gap-2 rounded-lg border ${looks[props.look].edge} bg-card py-2 pl-4 pr-2 text-ink shadow-lg sm:w-89`}
    >
      <Show when={looks[props.look].icon}>
        {(icon) => <span aria-hidden="true" class={`${icon()} mt-2.5 text-xl`} />}
      </Show>
      <div class="min-w-0 flex-1 py-2 [overflow-wrap:anywhere]">
        <p>{props.message}</p>
        <Show when={props.requestId}>
          {(id) => <p class="mt-1 text-sm text-soft">If it stays, send us this number: {id()}</p>}
        </Show>
      </div>
      {props.children}
      <button
        type="button"
        aria-label="Close"
        class="focusable grid min-h-10 min-w-10 place-items-center rounded-lg text-soft hover:bg-raised"
        onClick={() => props.close()}
      >
        <span aria-hidden="true" class="i-lucide-x" />
      </button>
    </div>
  )
}
