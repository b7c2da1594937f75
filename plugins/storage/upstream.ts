import type { Belongings } from '#sdk'
import type { Settings } from './settings.ts'
import { builtinStore } from './stores/builtin-store.ts'
import type { ObjectStore, StoreName } from './stores/object-store.ts'
import { replitStore } from './stores/replit-store.ts'
import { s3Store } from './stores/s3-store.ts'

/** What it takes to open a workspace's stores. */
export interface StoreKeys {
  readonly belongings: Belongings
  readonly settings: Settings
  readonly tenantId: string
}

/** Opens one of the places where files can be: the only way by which the plugin comes to bytes. */
export async function openStore(keys: StoreKeys, name: StoreName): Promise<ObjectStore> {
  switch (name) {
    case 'builtin':
      return builtinStore(keys.belongings)
    case 's3':
      return s3Store(keys.settings, keys.belongings, keys.tenantId)
    case 'replit':
      return replitStore(keys.settings, keys.belongings, keys.tenantId)
  }
}
