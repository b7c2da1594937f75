import { type QueryClient, useQueryClient } from '@tanstack/solid-query'
import { notify, notifyUndo, useWorkspace, type Workspace } from '#kit'
import type { SharedLink, StoredFile } from '../types.ts'

const weekSeconds = 7 * 86_400

/** What can be done with a file. */
export interface FileActions {
  readonly open: (file: StoredFile) => Promise<void>
  readonly download: (file: StoredFile) => Promise<void>
  readonly makeLink: (file: StoredFile, expiresInSeconds: number) => Promise<SharedLink>
  readonly copyLink: (file: StoredFile) => Promise<void>
  readonly rename: (file: StoredFile, name: string) => Promise<void>
  readonly show: (file: StoredFile, toEverybody: boolean) => Promise<void>
  readonly remove: (file: StoredFile) => Promise<void>
  readonly putBack: (file: StoredFile) => Promise<void>
  readonly removeForever: (file: StoredFile) => Promise<void>
}

/** The actions of the page that asks; what they change is in every list at once. */
export function useFileActions(): FileActions {
  const workspace = useWorkspace()
  const client = useQueryClient()
  return actionsOf(workspace, client)
}

function actionsOf(workspace: () => Workspace, client: QueryClient): FileActions {
  const renew = () => client.invalidateQueries({ queryKey: [workspace().slug, 'storage'] })
  const change = async (path: string, call: { method: 'POST' | 'PATCH' | 'DELETE'; body?: unknown }) => {
    await workspace().api(`/storage/files/${path}`, call)
    await renew()
  }
  const link = (file: StoredFile, body: object) =>
    workspace().api<SharedLink>(`/storage/files/${file.id}/link`, { method: 'POST', body })
  const makeLink: FileActions['makeLink'] = async (file, expiresInSeconds) => {
    const made = await link(file, { expiresInSeconds })
    return { ...made, url: new URL(made.url, location.origin).href }
  }
  const putBack: FileActions['putBack'] = async (file) => {
    await change(`${file.id}/restore`, { method: 'POST' })
    notify.done(`${file.name} is back`)
  }
  return {
    makeLink,
    putBack,
    open: async (file) => {
      // Opened at once, while the browser still knows that somebody pressed a button; led there when the link is made.
      const tab = window.open('', '_blank')
      const { url } = await link(file, { expiresInSeconds: 3600 })
      if (tab !== null) {
        tab.opener = null
        tab.location.href = url
      }
    },
    download: async (file) => {
      const { url } = await link(file, { expiresInSeconds: 3600, download: true })
      location.assign(url)
    },
    copyLink: async (file) => {
      const { url } = await makeLink(file, weekSeconds)
      await navigator.clipboard.writeText(url)
      notify.done('The link is copied. It works for 7 days')
    },
    rename: (file, name) => change(file.id, { method: 'PATCH', body: { name } }),
    show: async (file, toEverybody) => {
      await change(file.id, { method: 'PATCH', body: { public: toEverybody } })
      notify.done(toEverybody ? `${file.name} is for everybody now` : `${file.name} is private again`)
    },
    remove: async (file) => {
      await change(file.id, { method: 'DELETE' })
      notifyUndo(`${file.name} is deleted`, () => putBack(file))
    },
    removeForever: async (file) => {
      await change(`${file.id}?forever=true`, { method: 'DELETE' })
      notify.done(`${file.name} is gone`)
    },
  }
}
