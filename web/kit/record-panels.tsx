import { createContext, createMemo, createUniqueId, For, type JSX, lazy, Suspense, useContext } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { PluginUi, RecordPanel } from '../shell/plugin-ui.ts'
import { useWorkspace } from '../shell/use-workspace.ts'
import { Skeleton } from './skeleton.tsx'

/** What every plugin brings; given by the frame around the page, since plugins draw with what stands here. */
export const PluginUisContext = createContext<readonly PluginUi[]>([])

export interface RecordPanelsProps {
  /** The record, as `<noun>:<id>`: `contact:0192…`. */
  readonly subject: string
}

/** What the other modules of the workspace have to show for a record, each under its heading; nothing where there is none. */
export function RecordPanels(props: RecordPanelsProps): JSX.Element {
  const workspace = useWorkspace()
  const pluginUis = useContext(PluginUisContext)
  const noun = () => props.subject.split(':')[0] ?? ''
  const panels = createMemo(() =>
    pluginUis
      .filter(({ id }) => workspace().modules.has(id))
      .flatMap((ui) => ui.panels ?? [])
      .filter(({ subjects, permission }) => subjects.includes(noun()) && workspace().can(permission)),
  )
  return <For each={panels()}>{(panel) => <Panel panel={panel} subject={props.subject} />}</For>
}

/** Each loads once, whatever records it is shown for. */
const loaded = new Map<RecordPanel, ReturnType<typeof lazy>>()

function componentOf(panel: RecordPanel) {
  const known = loaded.get(panel)
  if (known !== undefined) return known
  const component = lazy(panel.load as Parameters<typeof lazy>[0])
  loaded.set(panel, component)
  return component
}

function Panel(props: { readonly panel: RecordPanel; readonly subject: string }): JSX.Element {
  const id = createUniqueId()
  return (
    <section aria-labelledby={id} class="card flex flex-col gap-3 p-4">
      <h2 id={id} class="text-lg font-semibold">
        {props.panel.title}
      </h2>
      <Suspense fallback={<Skeleton rows={2} />}>
        <Dynamic component={componentOf(props.panel)} subject={props.subject} />
      </Suspense>
    </section>
  )
}
