import { createStore, produce } from 'solid-js/store'
import { Problem, type Workspace } from '#kit'
import type { OpenUpload, StoredFile, UploadList } from '../types.ts'
import { findKept, forgetFile, forgetOthers, keepFile } from './kept-files.ts'
import type { Transfer } from './transfer.ts'
import { typeOf } from './type-of.ts'

/** `lost` waits for the person to choose the file once more; `offline` goes on by itself. */
export type UploadState = 'waiting' | 'sending' | 'paused' | 'offline' | 'checking' | 'done' | 'failed' | 'lost'

/** A file on its way, as the page shows it. */
export interface UploadItem {
  /** The file's id; of one that was refused at once, one of the page's own. */
  readonly id: string
  readonly name: string
  readonly size: number
  readonly sent: number
  readonly state: UploadState
  /** What went wrong, in plain words. */
  readonly problem?: string
}

interface Job {
  readonly upload: OpenUpload
  readonly file: File
  transfer?: Transfer
}

/** Where a file goes: to a record, to everybody, or to the library alone. */
export interface Destination {
  readonly subject?: string
  readonly public?: boolean
}

export interface Uploader {
  readonly items: readonly UploadItem[]
  readonly add: (files: readonly File[], destination?: Destination) => Promise<void>
  /** Shows what was left unfinished before; what this browser still has can go on. */
  readonly resume: () => Promise<void>
  readonly pause: (id: string) => void
  readonly goOn: (id: string) => void
  /** Goes on with a file that was chosen once more; answers whether it is the same one. */
  readonly find: (id: string, file: File) => boolean
  readonly cancel: (id: string) => Promise<void>
  /** Takes what is over off the list. */
  readonly tidy: () => void
}

const atOnce = 2
const retryMs = 3000
const mostTries = 5

const uploaders = new Map<string, Uploader>()

/** The uploads of a workspace: they go on while the person looks at other pages. */
export function uploaderOf(workspace: Workspace, arrived: (file: StoredFile) => void): Uploader {
  const known = uploaders.get(workspace.slug)
  if (known !== undefined) return known
  const made = createUploader(workspace, arrived)
  uploaders.set(workspace.slug, made)
  return made
}

function createUploader(workspace: Workspace, arrived: (file: StoredFile) => void): Uploader {
  const [items, setItems] = createStore<UploadItem[]>([])
  const jobs = new Map<string, Job>()
  const tries = new Map<string, number>()

  const find = (id: string) => items.find((item) => item.id === id)
  const change = (id: string, patch: Partial<UploadItem>) =>
    setItems(
      (item) => item.id === id,
      produce((item) => Object.assign(item, patch)),
    )
  const drop = (id: string) => {
    jobs.get(id)?.transfer?.stop()
    jobs.delete(id)
    void forgetFile(id)
  }

  /** Sends as many at once as is good; the others wait for their turn. */
  const work = () => {
    const busy = items.filter(({ state }) => state === 'sending' || state === 'checking').length
    for (const { id } of items.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, atOnce - busy))) {
      change(id, { state: 'sending' })
      void send(id)
    }
  }
  const send = async (id: string) => {
    const job = jobs.get(id)
    if (job === undefined) return
    // Uppy comes along with the first file that is sent.
    const { createTransfer } = await import('./transfer.ts')
    if (find(id)?.state !== 'sending') return
    job.transfer ??= createTransfer(workspace, job.upload, job.file, {
      onProgress: (sent) => change(id, { sent }),
      onSent: () => void confirm(id),
      onFailed: (error) => fail(id, error),
    })
    job.transfer.run()
  }
  const confirm = async (id: string) => {
    change(id, { state: 'checking', sent: find(id)?.size ?? 0 })
    try {
      const file = await workspace.api<StoredFile>(`/storage/uploads/${id}/confirm`, { method: 'POST' })
      change(id, { state: 'done' })
      drop(id)
      arrived(file)
    } catch (error) {
      fail(id, error)
    }
    work()
  }
  const fail = (id: string, error: unknown) => {
    if (find(id)?.state === 'paused') return
    const count = (tries.get(id) ?? 0) + 1
    tries.set(id, count)
    if (!navigator.onLine || (isPassing(error) && count < mostTries)) {
      change(id, { state: 'offline' })
      setTimeout(again, retryMs * Math.min(count, 5), id)
    } else {
      change(id, { state: 'failed', problem: wordsOf(error) })
    }
    work()
  }
  const again = (id: string) => {
    if (find(id)?.state !== 'offline') return
    if (!navigator.onLine) return void setTimeout(again, retryMs, id)
    change(id, { state: 'waiting' })
    work()
  }
  addEventListener('online', () => {
    for (const { id } of items.filter(({ state }) => state === 'offline')) {
      tries.delete(id)
      again(id)
    }
  })
  const show = (upload: OpenUpload, state: UploadState) =>
    setItems(items.length, { id: upload.id, name: upload.name, size: upload.size, sent: 0, state })

  return {
    items,
    async add(files, destination = {}) {
      for (const file of files) {
        const body = { name: file.name, type: typeOf(file), size: file.size, ...destination }
        try {
          const upload = await workspace.api<OpenUpload>('/storage/uploads', { method: 'POST', body })
          jobs.set(upload.id, { upload, file })
          if (upload.uploadId !== null) await keepFile(upload.id, { workspace: workspace.slug, file })
          show(upload, 'waiting')
          work()
        } catch (error) {
          const refused = {
            id: crypto.randomUUID(),
            name: file.name,
            size: file.size,
            sent: 0,
            state: 'failed' as const,
          }
          setItems(items.length, { ...refused, problem: wordsOf(error) })
        }
      }
    },
    async resume() {
      const { data } = await workspace.api<UploadList>('/storage/uploads')
      await forgetOthers(workspace.slug, new Set(data.map(({ id }) => id)))
      for (const upload of [...data].reverse()) {
        const file = await findKept(upload.id, workspace.slug)
        if (find(upload.id) !== undefined) continue
        if (file !== undefined) jobs.set(upload.id, { upload, file })
        show(upload, file === undefined ? 'lost' : 'paused')
      }
    },
    pause(id) {
      change(id, { state: 'paused' })
      jobs.get(id)?.transfer?.pause()
      work()
    },
    goOn(id) {
      tries.delete(id)
      change(id, { state: 'waiting' })
      work()
    },
    find(id, file) {
      const item = find(id)
      if (item === undefined || file.size !== item.size || file.name !== item.name) return false
      void reopen(id, file)
      return true
    },
    async cancel(id) {
      const wasSaved = jobs.has(id) || find(id)?.state === 'lost'
      drop(id)
      setItems((all) => all.filter((item) => item.id !== id))
      work()
      if (wasSaved) await workspace.api(`/storage/uploads/${id}`, { method: 'DELETE' }).catch(ignoreGone)
    },
    tidy: () => setItems((all) => all.filter(({ state }) => state !== 'done')),
  }

  async function reopen(id: string, file: File): Promise<void> {
    const { data } = await workspace.api<UploadList>('/storage/uploads')
    const upload = data.find((each) => each.id === id)
    if (upload === undefined)
      return change(id, { state: 'failed', problem: 'This upload was given up. Upload the file anew.' })
    jobs.set(id, { upload, file })
    await keepFile(id, { workspace: workspace.slug, file })
    change(id, { state: 'waiting' })
    work()
  }
}

/** Whether it may go well in a moment: nobody answered, somebody was busy, or an address has grown too old. */
function isPassing(error: unknown): boolean {
  if (error instanceof Problem) return [0, 429].includes(error.status) || error.status >= 500
  const status = Number((error as { readonly status?: unknown }).status ?? 0)
  return [0, 403, 410, 429].includes(status) || status >= 500
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof Problem && error.status === 404)) throw error
}

function wordsOf(error: unknown): string {
  return error instanceof Problem ? error.sentence : 'The file could not be sent. Try again.'
}
