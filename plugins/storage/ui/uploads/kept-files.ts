/**
 * Files that are on their way, kept by this browser until they have arrived: after a reload the page goes on by itself.
 *
 * Where the browser keeps nothing (a private window, a full disk) the person chooses the file once more.
 */
const databaseName = 'uploads'
const storeName = 'files'

interface Kept {
  readonly workspace: string
  readonly file: File
}

export async function keepFile(id: string, kept: Kept): Promise<void> {
  await attempt('readwrite', (store) => store.put(kept, id))
}

export async function forgetFile(id: string): Promise<void> {
  await attempt('readwrite', (store) => store.delete(id))
}

/** The file of an upload, where this browser has it. */
export async function findKept(id: string, workspace: string): Promise<File | undefined> {
  const kept = (await attempt('readonly', (store) => store.get(id))) as Kept | undefined
  return kept?.workspace === workspace ? kept.file : undefined
}

/** Forgets files whose uploads are over, wherever they ended. */
export async function forgetOthers(workspace: string, ids: ReadonlySet<string>): Promise<void> {
  const keys = ((await attempt('readonly', (store) => store.getAllKeys())) ?? []) as string[]
  for (const key of keys) if (!ids.has(key) && (await findKept(key, workspace)) !== undefined) await forgetFile(key)
}

async function attempt(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  try {
    const database = await open()
    const result = await settle(work(database.transaction(storeName, mode).objectStore(storeName)))
    database.close()
    return result
  } catch {
    // Nothing is kept here.
    return undefined
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(storeName)
  return settle(request) as Promise<IDBDatabase>
}

function settle(request: IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
