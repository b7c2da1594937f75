import { definePlugin } from '#sdk'
import { forgetLeaver } from './devices/forget-leaver.ts'
import { events } from './events.ts'
import { routes } from './routes.ts'
import { deliver } from './sending/deliver-message.ts'
import { sendMessage } from './sending/send-message.ts'
import { tidy } from './sending/tidy.ts'
import { Settings } from './settings.ts'
import { testConnection } from './test-connection.ts'
import { makeVapidKey } from './vapid-key.ts'

export const plugin = definePlugin({
  id: 'push',
  kind: 'connector',
  title: 'Notifications on devices',
  description: 'Tells people what concerns them on their phone or computer, also while this page is closed.',
  icon: 'bell-ring',
  version: '1.0.0',
  permissions: {
    'push.devices.use': { title: 'Get notifications on own devices', roles: ['owner', 'admin', 'member', 'viewer'] },
    'push.messages.send': { title: 'Send notifications to the devices of others', roles: ['owner', 'admin'] },
  },
  settings: Settings,
  secrets: { vapid_key: { title: 'Key that push services know this workspace by', make: makeVapidKey } },
  provides: { push: (context) => ({ send: (message) => sendMessage(context, message) }) },
  test: testConnection,
  routes,
  events,
  hears: { 'member.removed': forgetLeaver },
  jobs: { deliver, tidy },
})
