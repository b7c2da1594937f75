import { createSignal, For, type JSX, Show } from 'solid-js'
import { Button, Confirm, createForm, Dialog, ErrorNote, notify, Problem, TextField, useWorkspace } from '#kit'
import { useDesk } from '../records/desk.ts'
import { refreshRecords } from '../records/refresh.ts'
import type { Pipeline } from '../types.ts'
import { addStage, draftOf, moveStage, removeStage, type StageDraft, toBody } from './pipeline-draft.ts'
import { StageRow } from './stage-row.tsx'

export interface PipelineDialogProps {
  readonly open: boolean
  /** The pipeline to change; without one, a new one is made. */
  readonly pipeline: Pipeline | undefined
  readonly onClose: () => void
  readonly onSaved: (id: string) => void
}

/** The stages of a pipeline: added, renamed, moved and removed, all saved together. */
export function PipelineDialog(props: PipelineDialogProps): JSX.Element {
  const workspace = useWorkspace()
  return (
    <Dialog
      title={props.pipeline === undefined ? 'New pipeline' : 'Change the pipeline'}
      open={props.open && workspace().can('crm.pipelines.manage')}
      onClose={props.onClose}
    >
      <Show when={props.open}>
        <PipelineForm {...props} />
      </Show>
    </Dialog>
  )
}

let counter = 0

function PipelineForm(props: PipelineDialogProps): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  // What the form began with: somebody else's change of it is refused by its version, not mixed in.
  const pipeline = props.pipeline
  const [stages, setStages] = createSignal<readonly StageDraft[]>(draftOf(pipeline))
  const [isRemoving, setIsRemoving] = createSignal(false)
  let list: HTMLOListElement | undefined
  const staying = () => stages().filter(({ dealsTo }) => dealsTo === undefined)
  const form = createForm(async (data) => {
    const body = { name: String(data.get('name') ?? '').trim(), ...toBody(stages()) }
    const saved = await (pipeline === undefined
      ? workspace().api<Pipeline>('/crm/pipelines', { method: 'POST', body })
      : workspace().api<Pipeline>(`/crm/pipelines/${pipeline.id}`, {
          method: 'PATCH',
          body,
          headers: { 'if-match': `"${pipeline.version}"` },
        }))
    await refreshRecords(desk(), ['deals'])
    notify.done(pipeline === undefined ? `The pipeline ${saved.name} is there` : 'Saved')
    props.onSaved(saved.id)
  })
  const isBehind = () => {
    const error = form.error()
    return error instanceof Problem && error.status === 412
  }
  const focusStage = (key: string, selector: string) =>
    queueMicrotask(() => list?.querySelector<HTMLElement>(`[data-stage="${key}"] ${selector}`)?.focus())
  const add = () => {
    const key = `added-${++counter}`
    setStages(addStage(stages(), key))
    focusStage(key, 'input')
  }
  const remove = async () => {
    if (pipeline === undefined) return
    await workspace().api(`/crm/pipelines/${pipeline.id}`, {
      method: 'DELETE',
      headers: { 'if-match': `"${pipeline.version}"` },
    })
    await refreshRecords(desk(), ['deals'])
    notify.done(`The pipeline ${pipeline.name} is gone`)
    props.onSaved('')
  }
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <Show when={isBehind()}>
        <p class="text-soft">Close this and open it again to see their changes first.</p>
      </Show>
      <TextField
        label="Name of the pipeline"
        name="name"
        maxlength={100}
        autocomplete="off"
        autofocus
        value={pipeline?.name ?? ''}
        error={form.wrong('name')}
      />
      <fieldset class="m-0 min-w-0 border-0 p-0">
        <legend class="mb-2 p-0 font-medium">Stages, in their order</legend>
        <ol ref={list} class="flex flex-col gap-3">
          <For each={stages().map(({ key }) => key)}>
            {(key) => (
              <Show when={stages().find((stage) => stage.key === key)}>
                {(stage) => (
                  <StageRow
                    stage={stage()}
                    place={staying().findIndex((each) => each.key === key)}
                    others={staying().filter((each) => each.key !== key)}
                    wrong={(name) => form.wrong(`stages/${staying().findIndex((each) => each.key === key)}/${name}`)}
                    onChange={(part) =>
                      setStages(stages().map((each) => (each.key === key ? { ...each, ...part } : each)))
                    }
                    onMove={(step) => {
                      setStages(moveStage(stages(), key, step))
                      focusStage(key, `[data-step="${step}"]`)
                    }}
                    onRemove={() => {
                      setStages(removeStage(stages(), key))
                      if (stages().some((each) => each.key === key)) focusStage(key, 'select')
                      else list?.closest('form')?.querySelector<HTMLElement>('[data-add-stage]')?.focus()
                    }}
                  />
                )}
              </Show>
            )}
          </For>
        </ol>
        <Show when={form.wrong('stages')}>{(wrong) => <p class="mt-1 text-sm text-danger">{wrong()}</p>}</Show>
      </fieldset>
      <div>
        <Button look="quiet" icon="i-lucide-plus" data-add-stage onClick={add}>
          Add a stage
        </Button>
      </div>
      <div class="flex flex-wrap justify-end gap-2">
        <Show when={pipeline !== undefined}>
          <div class="mr-auto">
            <Button look="quiet" icon="i-lucide-trash-2" onClick={() => setIsRemoving(true)}>
              Delete
            </Button>
          </div>
        </Show>
        <Button onClick={() => props.onClose()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          Save
        </Button>
      </div>
      <Confirm
        title={`Delete the pipeline ${pipeline?.name ?? ''}?`}
        action="Delete"
        open={isRemoving()}
        onClose={() => setIsRemoving(false)}
        onConfirm={remove}
      >
        This works once no deal is in it any more. Its stages are gone for good.
      </Confirm>
    </form>
  )
}
