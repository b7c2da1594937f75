import type { ObjectStore } from './object-store.ts'

const trialKey = 'connection-test'
const text = 'Written to see whether the storage works. It can be deleted.'

/** Writes, reads and removes a small object; says in a plain sentence what did not work. What is refused is thrown as it is. */
export async function trialOf(store: Omit<ObjectStore, 'trial'>): Promise<string | undefined> {
  const bytes = new TextEncoder().encode(text)
  const written = await store.put(trialKey, new Blob([bytes]).stream(), { type: 'text/plain', length: bytes.length })
  const read = await store.read(trialKey, { etag: written.etag })
  const said = read === undefined ? undefined : await new Response(read.body).text()
  await store.remove(trialKey)
  if (said !== text) return 'What was written came back different. Does somebody else write to this folder?'
  return (await store.head(trialKey)) === undefined ? undefined : 'Files can be written here, but not removed.'
}
