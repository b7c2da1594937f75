import { For, type JSX } from 'solid-js'

export interface ColourFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (colour: string) => void
}

const colours = [
  ['#0f8a7e', 'Green'],
  ['#2f6fed', 'Blue'],
  ['#8a3ffc', 'Violet'],
  ['#a23b8f', 'Pink'],
  ['#c0392b', 'Red'],
  ['#b3541e', 'Orange'],
  ['#9a7b00', 'Yellow'],
  ['#5b6770', 'Grey'],
] as const

/** One of some colours that are told apart well, or any other. */
export function ColourField(props: ColourFieldProps): JSX.Element {
  const isOther = () => !colours.some(([colour]) => colour === props.value)
  return (
    <fieldset class="m-0 min-w-0 p-0">
      <legend class="mb-1.5 p-0 font-medium">{props.label}</legend>
      <div class="flex flex-wrap gap-2">
        <For each={colours}>
          {([colour, name]) => (
            <button
              type="button"
              aria-label={name}
              aria-pressed={props.value === colour}
              class="focusable grid h-10 w-10 place-items-center rounded-full border border-line"
              onClick={() => props.onChange(colour)}
            >
              <span class="grid h-7 w-7 place-items-center rounded-full text-white" style={{ background: colour }}>
                <span aria-hidden="true" class={props.value === colour ? 'i-lucide-check' : ''} />
              </span>
            </button>
          )}
        </For>
        <label
          class={`grid h-10 cursor-pointer grid-flow-col items-center gap-2 rounded-full border px-3 ${isOther() ? 'border-accent' : 'border-line'}`}
        >
          <input
            type="color"
            value={props.value}
            class="focusable h-6 w-8 cursor-pointer rounded border-0 bg-transparent p-0"
            onChange={(event) => props.onChange(event.currentTarget.value)}
          />
          Other
        </label>
      </div>
    </fieldset>
  )
}
