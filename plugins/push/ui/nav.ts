import { definePluginUi } from '#kit'

/** What the connector brings to the workspace: how this device is told of things. */
export const ui = definePluginUi({
  id: 'push',
  nav: [],
  pages: {},
  devices: () => import('./devices.tsx'),
})
