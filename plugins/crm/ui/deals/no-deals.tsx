import { type JSX, Show } from 'solid-js'
import { Button, Empty, LinkButton } from '#kit'
import { SampleButton } from '../samples/sample-button.tsx'

export interface NoDealsProps {
  readonly canWrite: boolean
  /** Opens the form here, or on the page of deals. */
  readonly onAdd?: () => void
  readonly href?: string
}

/** A place without a deal: what it is for, and how to get the first one. */
export function NoDeals(props: NoDealsProps): JSX.Element {
  return (
    <Empty
      icon="i-lucide-handshake"
      title="No deals yet"
      action={
        <Show when={props.canWrite}>
          <div class="flex flex-wrap justify-center gap-2">
            <Show
              when={props.href}
              fallback={
                <Button look="primary" icon="i-lucide-plus" onClick={() => props.onAdd?.()}>
                  Add the first deal
                </Button>
              }
            >
              {(href) => (
                <LinkButton look="primary" icon="i-lucide-plus" href={href()}>
                  Add the first deal
                </LinkButton>
              )}
            </Show>
            <SampleButton />
          </div>
        </Show>
      }
    >
      A deal is what might become business: a wedding to style, an order, a contract. Move it from stage to stage until
      it is won.
    </Empty>
  )
}
