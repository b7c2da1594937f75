import { definePlugin } from '#sdk'
import { events } from './events.ts'
import { publicRoutes } from './public-routes.ts'
import { routes } from './routes.ts'
import { deliver } from './sending/deliver-message.ts'
import { sendMessage } from './sending/send-message.ts'
import { tidy } from './sending/tidy.ts'
import { Settings } from './settings.ts'
import { testConnection } from './test-connection.ts'
import { usage } from './usage.ts'

export const plugin = definePlugin({
  id: 'email',
  kind: 'connector',
  title: 'Mail',
  description: 'Sends the mail of your modules in your own name, by your mail server or a mail service.',
  icon: 'mail',
  version: '1.0.0',
  permissions: {
    'email.messages.read': { title: 'See the mail that was sent', roles: ['owner', 'admin', 'member'] },
    'email.messages.send': { title: 'Send mail', roles: ['owner', 'admin', 'member'] },
    'email.suppressions.manage': { title: 'See and change who gets no mail', roles: ['owner', 'admin'] },
  },
  settings: Settings,
  secrets: {
    password: { title: 'Password of the mail server' },
    api_key: { title: 'API key of the service' },
    notice_key: { title: 'Key for notices about bounces' },
  },
  provides: { email: (context) => ({ send: (message) => sendMessage(context, message) }) },
  test: testConnection,
  routes,
  publicRoutes,
  events,
  usage,
  jobs: { deliver, tidy },
})
