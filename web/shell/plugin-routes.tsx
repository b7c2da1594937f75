import { Route } from '@solidjs/router'
import { type Component, type JSX, lazy, Show } from 'solid-js'
import { pluginUis } from '../registry.gen.ts'
import { useWorkspace } from './use-workspace.ts'

const ModuleOff = lazy(() => import('../pages/module-off.tsx'))

/** The routes of every plugin's pages; the shell knows none of them by name. */
export function pluginRoutes(): JSX.Element {
  return pluginUis.flatMap(({ id, pages }) =>
    Object.entries(pages).map(([path, load]) => <Route path={`/${id}${path}`} component={ifOn(id, lazy(load))} />),
  )
}

/** A link may outlive the module that it leads to. */
function ifOn(id: string, Page: Component): Component {
  return () => {
    const workspace = useWorkspace()
    return (
      <Show when={workspace().modules.has(id)} fallback={<ModuleOff plugin={id} />}>
        <Page />
      </Show>
    )
  }
}
