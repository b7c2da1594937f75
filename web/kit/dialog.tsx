import * as Kobalte from '@kobalte/core/dialog'
import { createComputed, type JSX } from 'solid-js'
import { focusTitle } from './focus-title.ts'

export interface DialogProps {
  readonly title: string
  readonly open: boolean
  /** Uses more of a large screen, for a picture. */
  readonly wide?: boolean
  readonly onClose: () => void
  readonly children: JSX.Element
}

/** A question or a form in front of the page. Escape closes it, and focus goes back to where it came from. */
export function Dialog(props: DialogProps): JSX.Element {
  let opener: Element | null = null
  createComputed(() => {
    if (props.open) opener = document.activeElement
  })
  // What opened it may be gone by now, with the thing that the dialog removed.
  const focusBack = () =>
    opener instanceof HTMLElement && opener.isConnected && opener !== document.body ? opener.focus() : focusTitle()
  return (
    <Kobalte.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="fixed inset-0 z-40 bg-black/50" />
        <div class="fixed inset-0 z-50 flex items-end justify-center sm:items-center sm:p-6">
          <Kobalte.Content
            onOpenAutoFocus={focusField}
            onCloseAutoFocus={focusBack}
            class={`max-h-[90vh] w-full scroll-pt-20 overflow-y-auto rounded-t-2xl bg-card px-6 pb-6 shadow-xl sm:rounded-2xl ${props.wide === true ? 'max-w-4xl' : 'max-w-lg'}`}
          >
            {/* It stays in sight however long the dialog is: the focus comes back to the button without scrolling. */}
            <div class="sticky top-0 z-10 -mx-6 mb-1 flex items-start justify-between gap-4 bg-card px-6 pt-6 pb-3">
              <Kobalte.Title class="min-w-0 text-xl font-semibold [overflow-wrap:anywhere]">
                {props.title}
              </Kobalte.Title>
              <Kobalte.CloseButton
                aria-label="Close"
                class="focusable grid min-h-8 min-w-8 place-items-center rounded hover:bg-raised"
              >
                <span aria-hidden="true" class="i-lucide-x" />
              </Kobalte.CloseButton>
            </div>
            {props.children}
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte.Root>
  )
}

/** A form begins in the field that asks for it by `autofocus`, everything else on the button that closes it. */
function focusField(event: Event): void {
  const dialog = event.target as HTMLElement
  const field = dialog.querySelector<HTMLElement>('[autofocus]')
  event.preventDefault()
  if (field !== null) field.focus()
  else beginAtTop(dialog)
}

/** Whoever is asked something reads it from its beginning: where the focus has moved it, it goes back. */
function beginAtTop(dialog: HTMLElement): void {
  dialog.querySelector<HTMLElement>('button')?.focus({ preventScroll: true })
  requestAnimationFrame(() => dialog.scrollTo({ top: 0 }))
}
