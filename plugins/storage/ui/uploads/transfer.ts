import AwsS3 from '@uppy/aws-s3'
import Uppy from '@uppy/core'
import type { Workspace } from '#kit'
import type { OpenUpload, Signed } from '../types.ts'

/** What happens to a transfer, for whoever shows it. */
export interface TransferEvents {
  readonly onProgress: (sent: number) => void
  readonly onSent: () => void
  readonly onFailed: (error: Error) => void
}

/** One file on its way. Each request is signed by the platform; the parts that have arrived are asked for, never sent twice. */
export interface Transfer {
  /** Begins, goes on after a pause, or begins anew after a failure. */
  readonly run: () => void
  readonly pause: () => void
  readonly stop: () => void
}

interface SignWish {
  readonly method: string
  readonly uploadId?: string
  readonly partNumber?: number
}

/** Sends a file by Uppy, one of its own for each: so each is paused, goes on and fails by itself. */
export function createTransfer(workspace: Workspace, upload: OpenUpload, file: File, events: TransferEvents): Transfer {
  const uppy = new Uppy<{ [name: string]: unknown }, { [name: string]: unknown }>({ logger: silent })
  const sign = async ({ method, uploadId, partNumber }: SignWish) => {
    const body = { method, uploadId, partNumber, through: !upload.direct }
    const { url, headers } = await workspace.api<Signed>(`/storage/uploads/${upload.id}/sign`, { method: 'POST', body })
    return { url: new URL(url, location.origin).href, headers: { ...headers } }
  }
  uppy.use(AwsS3, {
    shouldUseMultipart: upload.uploadId !== null,
    getChunkSize: () => upload.partSize ?? upload.size,
    generateObjectKey: () => upload.id,
    signRequest: sign as never,
  })
  const id = uppy.addFile({ name: upload.name, type: upload.type, data: file, source: 'page' })
  // The platform has opened the upload already: Uppy takes it for one that it left, and asks what has arrived.
  const openParts = () => {
    if (upload.uploadId !== null)
      uppy.setFileState(id, { s3Multipart: { uploadId: upload.uploadId, key: upload.id } } as never)
  }
  let stage: 'new' | 'under way' | 'broken off' = 'new'
  const isPaused = () => uppy.getFile(id)?.isPaused === true
  uppy.on('upload-progress', (sentFile, { bytesUploaded }) => {
    events.onProgress(Number(bytesUploaded))
    // Whoever paused before the first byte was on its way is heard now.
    if (isPaused() && sentFile !== undefined) uppy.emit('upload-pause', sentFile, true)
  })
  uppy.on('upload-success', () => events.onSent())
  uppy.on('upload-error', (_, error) => {
    stage = 'broken off'
    events.onFailed(error as Error)
  })
  return {
    run: () => {
      if (stage === 'under way') {
        if (isPaused()) uppy.pauseResume(id)
        return
      }
      openParts()
      const begun = stage === 'new' ? uppy.upload() : uppy.retryUpload(id)
      stage = 'under way'
      begun.catch(() => undefined)
    },
    pause: () => {
      if (stage === 'under way' && !isPaused()) uppy.pauseResume(id)
    },
    stop: () => uppy.destroy(),
  }
}

const quiet = () => undefined
const silent = { debug: quiet, warn: quiet, error: quiet }
