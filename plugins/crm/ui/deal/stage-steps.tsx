import { For, type JSX, Show } from 'solid-js'
import type { Deal, Pipeline, Stage } from '../types.ts'

export interface StageStepsProps {
  readonly deal: Deal
  readonly pipeline: Pipeline
  readonly canWrite: boolean
  readonly onMove: (stage: Stage) => void
}

const step =
  'flex min-h-10 w-full items-center justify-center gap-1.5 rounded-lg border px-3 py-1.5 text-center font-medium [overflow-wrap:anywhere]'

/** How far a deal is: the stages as steps, each one press away. */
export function StageSteps(props: StageStepsProps): JSX.Element {
  const place = () => props.pipeline.stages.findIndex(({ id }) => id === props.deal.stageId)
  const look = (stage: Stage, at: number) => {
    if (at === place()) {
      if (stage.kind === 'won') return 'border-good bg-good-soft text-good'
      return stage.kind === 'lost'
        ? 'border-danger bg-danger-soft text-danger'
        : 'border-accent bg-accent text-on-accent'
    }
    return stage.kind === 'open' && at < place() && props.deal.status !== 'lost'
      ? 'border-accent bg-accent-soft text-accent'
      : 'border-line bg-card text-soft'
  }
  const content = (stage: Stage, at: number) => (
    <>
      <Show when={at === place()}>
        <span aria-hidden="true" class="i-lucide-check" />
      </Show>
      {stage.name}
    </>
  )
  return (
    <nav aria-label="Stage">
      <ol class="grid grid-cols-2 gap-2 sm:flex sm:flex-wrap [&>li]:sm:min-w-24 [&>li]:sm:flex-1">
        <For each={props.pipeline.stages}>
          {(stage, at) => (
            <li>
              <Show
                when={props.canWrite}
                fallback={
                  <span aria-current={at() === place() ? 'step' : undefined} class={`${step} ${look(stage, at())}`}>
                    {content(stage, at())}
                  </span>
                }
              >
                <button
                  type="button"
                  aria-current={at() === place() ? 'step' : undefined}
                  class={`focusable ${step} ${look(stage, at())} ${at() === place() ? '' : 'hover:bg-raised hover:text-ink'}`}
                  onClick={() => at() !== place() && props.onMove(stage)}
                >
                  {content(stage, at())}
                </button>
              </Show>
            </li>
          )}
        </For>
      </ol>
    </nav>
  )
}
