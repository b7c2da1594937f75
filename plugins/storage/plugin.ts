import { sql } from 'drizzle-orm'
import { definePlugin } from '#sdk'
import { followMerge } from './attachments/follow-merge.ts'
import { deskOf } from './desk.ts'
import { events } from './events.ts'
import { scanFile } from './files/scan-file.ts'
import { filesPort } from './files-port.ts'
import { roomOfPlan } from './limits.ts'
import { publicRoutes } from './public-routes.ts'
import { routes } from './routes.ts'
import { Settings } from './settings.ts'
import { removeObject } from './stores/remove-object.ts'
import { sweep } from './sweep.ts'
import { room } from './tables.ts'
import { openStore } from './upstream.ts'

export const plugin = definePlugin({
  id: 'storage',
  kind: 'connector',
  title: 'Files',
  description:
    'Pictures, documents and whatever else belongs to your customers, kept with this platform or in a bucket of yours.',
  icon: 'folder',
  version: '1.0.0',
  permissions: {
    'storage.files.read': { title: 'See files', roles: ['owner', 'admin', 'member', 'viewer'] },
    'storage.files.write': { title: 'Upload, rename and delete files', roles: ['owner', 'admin', 'member'] },
  },
  settings: Settings,
  secrets: {
    secret_access_key: { title: 'Secret access key' },
    scanner_token: { title: 'Password for the virus scanner' },
  },
  provides: { files: filesPort },
  test: async (context) => (await openStore({ ...context, belongings: context }, context.settings.store)).trial(),
  routes,
  publicRoutes,
  events,
  hears: { 'crm.contact.merged': followMerge, 'crm.company.merged': followMerge },
  usage: [
    {
      id: 'bytes',
      title: 'Files',
      unit: 'bytes',
      limits: roomOfPlan,
      count: (db) =>
        db.select({ used: sql<number>`coalesce(sum(${room.reserved} + ${room.stored}), 0)::float8` }).from(room),
    },
  ],
  jobs: {
    sweep: (context) => sweep(deskOf(context, 'system')),
    scanFile: (context, payload) => scanFile(deskOf(context, 'system'), payload),
    removeObject: (context, payload) => removeObject(deskOf(context, 'system'), payload),
  },
})
