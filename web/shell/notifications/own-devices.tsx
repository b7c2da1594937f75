import { ErrorBoundary, For, type JSX, lazy, Suspense } from 'solid-js'
import { ErrorNote } from '../../kit/error-note.tsx'
import { pluginUis } from '../../registry.gen.ts'
import type { DevicesView } from '../plugin-ui.ts'
import { useWorkspace } from '../use-workspace.ts'

/** What the connector that reaches devices shows of them; `brief` where it only asks. Nothing while none is connected. */
export function OwnDevices(props: { readonly brief?: boolean }): JSX.Element {
  const workspace = useWorkspace()
  const views = () =>
    pluginUis.flatMap(({ id, devices }) => (devices !== undefined && workspace().modules.has(id) ? [devices] : []))
  return <For each={views()}>{(view) => <View view={view} brief={props.brief === true} />}</For>
}

function View(props: { readonly view: DevicesView; readonly brief: boolean }): JSX.Element {
  const Content = lazy(props.view)
  return (
    <ErrorBoundary fallback={(error, retry) => <ErrorNote error={error} retry={retry} />}>
      <Suspense>
        <Content brief={props.brief} />
      </Suspense>
    </ErrorBoundary>
  )
}
