import { createContext, createUniqueId, For, type JSX, lazy, Show, Suspense, useContext } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { PluginUi, RecordPanel } from '../shell/plugin-ui.ts'
import { useWorkspace } from '../shell/use-workspace.ts'
import { LinkButton } from './button.tsx'
import { Skeleton } from './skeleton.tsx'

/** What every plugin brings; given by the frame around the page, since plugins draw with what stands here. */
export const PluginUisContext = createContext<readonly PluginUi[]>([])

export interface RecordPanelsProps {
  /** The record, as `<noun>:<id>`: `contact:0192…`. */
  readonly subject: string
}

/** What the other modules of the workspace have to show for a record, each under its heading. Where a service has to be connected first, it says so. */
export function RecordPanels(props: RecordPanelsProps): JSX.Element {
  const workspace = useWorkspace()
  const pluginUis = useContext(PluginUisContext)
  const noun = () => props.subject.split(':')[0] ?? ''
  const isOn = ({ id }: PluginUi) => workspace().modules.has(id)
  return (
    <For each={pluginUis}>
      {(ui) => (
        <For each={(ui.panels ?? []).filter(({ subjects }) => subjects.includes(noun()))}>
          {(panel) => (
            <Show when={isOn(ui) ? workspace().can(panel.permission) : panel.whenOff !== undefined}>
              <Panel panel={panel} subject={props.subject} offId={isOn(ui) ? undefined : ui.id} />
            </Show>
          )}
        </For>
      )}
    </For>
  )
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

interface PanelProps {
  readonly panel: RecordPanel
  readonly subject: string
  /** The plugin that is to be connected first. */
  readonly offId: string | undefined
}

function Panel(props: PanelProps): JSX.Element {
  const id = createUniqueId()
  return (
    <section aria-labelledby={id} class="card flex flex-col gap-3 p-4">
      <h2 id={id} class="text-lg font-semibold">
        {props.panel.title}
      </h2>
      <Show when={props.offId} fallback={<Content {...props} />}>
        {(id) => <NotConnected id={id()} words={props.panel.whenOff ?? ''} />}
      </Show>
    </section>
  )
}

function Content(props: PanelProps): JSX.Element {
  return (
    <Suspense fallback={<Skeleton rows={2} />}>
      <Dynamic component={componentOf(props.panel)} subject={props.subject} />
    </Suspense>
  )
}

/** Says what is missing, and where whoever may do it connects it. */
function NotConnected(props: { readonly id: string; readonly words: string }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <>
      <p class="text-soft">{props.words}</p>
      <Show
        when={workspace().can('plugins.manage')}
        fallback={<p class="text-soft">Owners and managers do that on the page Connections.</p>}
      >
        <div>
          <LinkButton icon="i-lucide-plug" href={workspace().path(`/connectors?open=${props.id}`)}>
            Go to Connections
          </LinkButton>
        </div>
      </Show>
    </>
  )
}
