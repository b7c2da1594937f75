import type { Desk } from '../desk.ts'
import { openStore } from '../upstream.ts'
import type { ObjectStore, StoreName } from './object-store.ts'

/** The store that holds a file, or the one that new files go to. */
export function openDeskStore({ belongings, settings, tenant }: Desk, name: StoreName): Promise<ObjectStore> {
  return openStore({ belongings, settings, tenantId: tenant.id }, name)
}
