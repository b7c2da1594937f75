import { type JSX, Show } from 'solid-js'
import { Choice, TextField } from '#kit'
import type { StageDraft } from './pipeline-draft.ts'

export interface StageRowProps {
  readonly stage: StageDraft
  /** Its place among the stages that stay. */
  readonly place: number
  /** The other stages that stay. */
  readonly others: readonly StageDraft[]
  readonly wrong: (name: string) => string | undefined
  readonly onChange: (part: Partial<StageDraft>) => void
  readonly onMove: (step: 1 | -1) => void
  readonly onRemove: () => void
}

const kinds = [
  { value: 'open', label: 'On the way' },
  { value: 'lost', label: 'Lost' },
]
const action = 'focusable grid min-h-10 min-w-10 place-items-center rounded-lg hover:bg-raised disabled:opacity-40'

/** One stage in the editor, or where its deals go when it is removed. */
export function StageRow(props: StageRowProps): JSX.Element {
  const called = () => props.stage.name.trim() || 'this stage'
  const heirs = () =>
    props.others.flatMap(({ id, kind, name }) =>
      id === undefined || kind !== props.stage.kind ? [] : [{ value: id, label: name }],
    )
  return (
    <li data-stage={props.stage.key} class="rounded-lg border border-line p-3">
      <Show
        when={props.stage.dealsTo === undefined}
        fallback={
          <div class="flex flex-wrap items-end gap-2">
            <div class="min-w-40 flex-1">
              <Choice
                label={`${called()} goes. Its deals go to`}
                options={heirs()}
                value={props.stage.dealsTo ?? ''}
                onChange={(event) => props.onChange({ dealsTo: event.currentTarget.value })}
              />
            </div>
            <button
              type="button"
              class="focusable min-h-10 rounded-lg px-3 font-medium hover:bg-raised"
              onClick={() => props.onChange({ dealsTo: undefined })}
            >
              Keep it
            </button>
          </div>
        }
      >
        <div class="grid items-end gap-2 sm:grid-cols-[minmax(0,1fr)_8.5rem_5.5rem]">
          <TextField
            label={`Stage ${props.place + 1}`}
            value={props.stage.name}
            maxlength={60}
            autocomplete="off"
            error={props.wrong('name')}
            onInput={(event) => props.onChange({ name: event.currentTarget.value })}
          />
          <Show
            when={props.stage.kind !== 'won'}
            fallback={<p class="flex min-h-10 items-center gap-2 font-medium text-good">Won</p>}
          >
            <Choice
              label="It means"
              class="min-h-10.5"
              options={kinds}
              value={props.stage.kind}
              error={props.wrong('kind')}
              onChange={(event) => props.onChange({ kind: event.currentTarget.value === 'lost' ? 'lost' : 'open' })}
            />
          </Show>
          <Show when={props.stage.kind === 'open'}>
            <TextField
              label="Chance %"
              value={props.stage.probability}
              inputmode="decimal"
              autocomplete="off"
              error={props.wrong('probability')}
              onInput={(event) => props.onChange({ probability: event.currentTarget.value })}
            />
          </Show>
        </div>
        <div class="mt-1 flex justify-end">
          <button
            type="button"
            class={action}
            data-step="-1"
            aria-label={`Move ${called()} up`}
            onClick={() => props.onMove(-1)}
          >
            <span aria-hidden="true" class="i-lucide-arrow-up" />
          </button>
          <button
            type="button"
            class={action}
            data-step="1"
            aria-label={`Move ${called()} down`}
            onClick={() => props.onMove(1)}
          >
            <span aria-hidden="true" class="i-lucide-arrow-down" />
          </button>
          <Show when={props.stage.kind !== 'won'}>
            <button type="button" class={action} aria-label={`Remove ${called()}`} onClick={() => props.onRemove()}>
              <span aria-hidden="true" class="i-lucide-trash-2" />
            </button>
          </Show>
        </div>
      </Show>
    </li>
  )
}
