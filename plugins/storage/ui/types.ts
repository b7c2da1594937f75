import type { InferOutput } from 'valibot'
import type * as contract from '../contract.ts'

/** The plugin's nouns, as the API shows them. */
export type StoredFile = InferOutput<typeof contract.File>
export type FilePage = InferOutput<typeof contract.FilePage>
export type Room = InferOutput<typeof contract.Room>
export type OpenUpload = InferOutput<typeof contract.Upload>
export type UploadList = InferOutput<typeof contract.UploadList>
export type Signed = InferOutput<typeof contract.Signed>
export type SharedLink = InferOutput<typeof contract.Link>
