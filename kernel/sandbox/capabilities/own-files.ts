import { kernelErrors } from '../../errors/kernel-errors.ts'
import { openBelongings } from '../../registry/open-belongings.ts'
import { newId } from '../../sdk/new-id.ts'
import type { FilesPort } from '../../sdk/ports.ts'
import type { PluginAccess } from '../plugin-access.ts'

export type OwnFiles = Pick<FilesPort, 'put' | 'get' | 'list' | 'link' | 'delete'>

/**
 * The files that a plugin has put into the workspace's library, and none of the others.
 *
 * The second half of their ids is a code over the first, by a key of this plugin's in this workspace: an id tells whose it is.
 */
export async function openOwnFiles({ env, pluginId, snapshot }: PluginAccess, port: FilesPort): Promise<OwnFiles> {
  const secret = await openBelongings(env, pluginId, snapshot.tenant.id).signingKey('own files')
  const key = await crypto.subtle.importKey('raw', new Uint8Array(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ])
  const complete = (half: string) => completeId(key, half)
  const requireOwn = async (id: unknown): Promise<string> => {
    if (typeof id !== 'string' || (await complete(id.slice(0, 18))) !== id)
      throw kernelErrors.notFound({ detail: 'No such file of this plugin' })
    return id
  }
  const subjectOf = (subject: unknown) =>
    typeof subject === 'string' && subject.startsWith(`${pluginId}:`) ? subject : `${pluginId}:files`
  return {
    async put(file) {
      const half = file.id === undefined ? newId() : await digestId(String(file.id))
      return port.put({ ...file, id: await complete(half.slice(0, 18)), subject: subjectOf(file.subject) })
    },
    get: async (id) => port.get(await requireOwn(id)),
    link: async (id, options = {}) => port.link(await requireOwn(id), options),
    delete: async (id) => port.delete(await requireOwn(id)),
    async list(options = {}) {
      const { data } = await port.list({ subject: subjectOf(options?.subject) })
      const own = await Promise.all(data.map(async ({ id }) => (await complete(id.slice(0, 18))) === id))
      return { data: data.filter((_, place) => own[place]), nextCursor: null }
    },
  }
}

/** `xxxxxxxx-xxxx-7xxx` and what belongs to it: variant bits and 60 bits of the code (RFC 9562, 5.7). */
async function completeId(key: CryptoKey, half: string): Promise<string> {
  const code = hex(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(half.toLowerCase())))
  return `${half}-8${code.slice(0, 3)}-${code.slice(3, 15)}`
}

async function digestId(id: string): Promise<string> {
  const digest = hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(id)))
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-7${digest.slice(12, 15)}`
}

function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
