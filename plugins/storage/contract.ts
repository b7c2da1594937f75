import * as v from 'valibot'
import { IdParam, listQuery, pageOf, text, Uuid } from '#sdk'
import { largestFile } from './limits.ts'

const Kind = v.picklist(
  ['picture', 'document', 'sound', 'film', 'other'],
  'Choose picture, document, sound, film or other',
)
const State = v.picklist(['uploading', 'checking', 'ready', 'quarantined', 'deleted'])

/** A name as people read it: no folders in it, nothing that a file system would trip over. */
export const FileName = v.pipe(
  text(255, 1),
  v.regex(/^[^/\\\n\r\t]*$/, 'Leave out slashes and line breaks'),
  v.check((name) => !/^\.*$/.test(name) || name === '', 'Give the file a name'),
)
export const MediaType = v.pipe(
  v.string('Say what type the file is, like image/png'),
  v.toLowerCase(),
  v.maxLength(127, 'This is not a type'),
  v.regex(/^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/, 'Write a type like image/png'),
)
/** `<noun>:<id>`, such as `contact:<uuid>`. */
export const Subject = v.pipe(
  v.string('Say what it belongs to, like contact:<id>'),
  v.regex(/^[a-z][a-z_]{0,40}:[A-Za-z0-9-]{1,64}$/, 'Write what it belongs to, like contact:<id>'),
)

export const File = v.object({
  id: v.string(),
  name: v.string(),
  kind: Kind,
  type: v.string(),
  size: v.number(),
  state: State,
  /** Anybody who knows the address can see it. */
  public: v.boolean(),
  /** Where anybody can see it; null for a private one. */
  publicUrl: v.nullable(v.string()),
  /** Shows a picture for an hour or so; null for what is no picture, or not to be shown. */
  previewUrl: v.nullable(v.string()),
  /** Why it is locked away. */
  reason: v.nullable(v.string()),
  createdBy: v.string(),
  version: v.number(),
  createdAt: v.string(),
  updatedAt: v.string(),
  /** When a deleted one goes for good. */
  goneAt: v.nullable(v.string()),
})
export const FilePage = pageOf(File)

export const FileQuery = v.object({
  ...listQuery,
  q: v.optional(text(200)),
  kind: v.optional(Kind),
  state: v.optional(
    v.picklist(['ready', 'checking', 'quarantined', 'deleted'], 'Choose ready, checking, quarantined or deleted'),
  ),
  sort: v.optional(v.picklist(['newest', 'name', 'largest'], 'Choose newest, name or largest'), 'newest'),
})

export const FilePatch = v.object({
  name: v.optional(FileName),
  public: v.optional(v.boolean('Say true or false')),
})
export const DeleteQuery = v.object({
  forever: v.optional(v.picklist(['true', 'false'], 'Say true or false'), 'false'),
})

export const NewLink = v.object({
  /** From a minute to 30 days. */
  expiresInSeconds: v.optional(
    v.pipe(
      v.number('Give a number of seconds'),
      v.integer('Give whole seconds'),
      v.minValue(60, 'Give at least 60 seconds'),
      v.maxValue(30 * 86_400, 'Give at most 30 days'),
    ),
    86_400,
  ),
  download: v.optional(v.boolean('Say true or false'), false),
})
export const Link = v.object({ url: v.string(), expiresAt: v.string() })

export const Room = v.object({ reserved: v.number(), stored: v.number(), room: v.number(), largestFile: v.number() })

export const NewUpload = v.object({
  name: FileName,
  type: v.optional(MediaType, 'application/octet-stream'),
  size: v.pipe(
    v.number('Say how long the file is, in bytes'),
    v.integer('Give whole bytes'),
    v.minValue(0, 'Give a length of 0 or more'),
    v.maxValue(largestFile, 'A file may have 5 GiB at most'),
  ),
  public: v.optional(v.boolean('Say true or false'), false),
  subject: v.optional(Subject),
})
export const Upload = v.object({
  id: v.string(),
  name: v.string(),
  type: v.string(),
  size: v.number(),
  /** Set where the file comes in parts: the upload's id at the store. */
  uploadId: v.nullable(v.string()),
  partSize: v.nullable(v.number()),
  parts: v.number(),
  /** Whether browsers may send it to the store itself; else they ask for addresses `through` the platform. */
  direct: v.boolean(),
  createdAt: v.string(),
  expiresAt: v.string(),
})
export const UploadList = v.object({ data: v.array(Upload) })

/** What Uppy asks a signer for, and what S3 takes: PUT an object or a part, GET the parts, POST to put them together, DELETE to give up. */
export const SignRequest = v.object({
  method: v.picklist(['PUT', 'GET', 'POST', 'DELETE'], 'Choose PUT, GET, POST or DELETE'),
  uploadId: v.optional(v.pipe(v.string(), v.maxLength(2000, 'This is not an upload'))),
  partNumber: v.optional(
    v.pipe(
      v.number('Give a number'),
      v.integer('Give a whole number'),
      v.minValue(1, 'Parts count from 1'),
      v.maxValue(10_000, 'There are 10,000 parts at most'),
    ),
  ),
  through: v.optional(v.boolean('Say true or false'), false),
})
export const Signed = v.object({
  url: v.string(),
  headers: v.record(v.string(), v.string()),
  expiresAt: v.string(),
})

export const AttachmentQuery = v.object({ subject: Subject })
export const NewAttachment = v.object({ subject: Subject, fileId: Uuid })
export const DetachQuery = v.object({ subject: Subject, fileId: Uuid })
export const AttachmentList = v.object({ data: v.array(File) })

export const LinkParams = v.object({ token: v.pipe(v.string(), v.maxLength(100)) })
export const PublicPath = v.object({ path: text(600, 1) })
export const UploadParams = IdParam
export const UploadQuery = v.object({
  uploadId: v.optional(v.pipe(v.string(), v.maxLength(2000)), ''),
  partNumber: v.optional(v.pipe(v.string(), v.regex(/^\d{1,5}$/, 'Give a number'), v.toNumber()), '0'),
  length: v.optional(v.pipe(v.string(), v.regex(/^\d{1,13}$/, 'Give a number'), v.toNumber()), '0'),
  type: v.optional(v.pipe(v.string(), v.maxLength(127)), ''),
  expires: v.pipe(v.string(), v.regex(/^\d{1,12}$/, 'Give a number'), v.toNumber()),
  signature: v.pipe(v.string(), v.maxLength(100)),
})
