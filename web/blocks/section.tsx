import { createUniqueId, type JSX, Show } from 'solid-js'

export interface SectionProps {
  readonly title: string | undefined
  /** What it is called where it has no title of its own. */
  readonly label: string
  /** Leaves its name to what is in it. */
  readonly unnamed?: boolean
  /** Beside the title. */
  readonly actions?: JSX.Element
  /** Without the card around it, for what has cards of its own. */
  readonly bare?: boolean
  readonly children: JSX.Element
}

/** The frame of a block: a card with its title. */
export function Section(props: SectionProps): JSX.Element {
  const id = createUniqueId()
  const padding = () => (props.bare === true ? '' : 'px-4 pt-4')
  const isNamed = () => props.unnamed !== true
  return (
    <section
      aria-labelledby={isNamed() && props.title !== undefined ? id : undefined}
      aria-label={isNamed() && props.title === undefined ? props.label : undefined}
      class={`flex min-w-0 flex-col gap-3 ${props.bare === true ? '' : 'card'}`}
    >
      <Show when={props.title !== undefined || props.actions !== undefined}>
        <div class={`flex flex-wrap items-center justify-between gap-3 ${padding()}`}>
          <Show when={props.title}>
            {(title) => (
              <h2 id={id} class="min-w-0 text-lg font-semibold [overflow-wrap:anywhere]">
                {title()}
              </h2>
            )}
          </Show>
          <div class="flex flex-wrap gap-2">{props.actions}</div>
        </div>
      </Show>
      {props.children}
    </section>
  )
}
