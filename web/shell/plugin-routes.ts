import { Route } from '@solidjs/router'
import { createComponent, type JSX, lazy } from 'solid-js'
import { pluginUis } from '../registry.gen.ts'

/** The routes of every plugin's pages; the shell knows none of them by name. */
export function pluginRoutes(): JSX.Element {
  return pluginUis.flatMap(({ id, pages }) =>
    Object.entries(pages).map(([path, load]) =>
      createComponent(Route, { path: `/${id}${path}`, component: lazy(load) }),
    ),
  )
}
