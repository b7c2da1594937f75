import type { InferOutput } from 'valibot'
import type * as contract from '../contract.ts'

/** The nouns on the wire as the pages read them. Types only: nothing of the server lands in the browser. */
export type Contact = InferOutput<typeof contract.Contact>
export type Company = InferOutput<typeof contract.Company>
export type Deal = InferOutput<typeof contract.Deal>
export type Board = InferOutput<typeof contract.Board>
export type BoardStage = Board['stages'][number]
export type Pipeline = InferOutput<typeof contract.Pipeline>
export type Stage = InferOutput<typeof contract.Stage>
export type StageKind = InferOutput<typeof contract.StageKind>
export type Task = InferOutput<typeof contract.Task>
export type NoteItem = InferOutput<typeof contract.Note>
export type RecordKind = InferOutput<typeof contract.RecordKind>
export type View = InferOutput<typeof contract.View>
export type CustomField = InferOutput<typeof contract.Field>
export type RecordNoun = InferOutput<typeof contract.RecordNoun>
export type FormulaResult = InferOutput<typeof contract.FormulaResult>
export type Dashboard = InferOutput<typeof contract.Dashboard>
export type ContactDuplicates = InferOutput<typeof contract.ContactDuplicatePage>['data'][number]
export type CompanyDuplicates = InferOutput<typeof contract.CompanyDuplicatePage>['data'][number]
export type BulkAnswer = InferOutput<typeof contract.BulkAnswer>
export type UndoAnswer = InferOutput<typeof contract.UndoAnswer>
export type TrashItem = InferOutput<typeof contract.TrashItem>
export type TrashKind = InferOutput<typeof contract.TrashKind>
export type Import = InferOutput<typeof contract.Import>
export type ImportPage = InferOutput<typeof contract.ImportPage>
export type ImportPreview = InferOutput<typeof contract.ImportPreview>
export type ImportProblemPage = InferOutput<typeof contract.ImportProblemPage>

export interface Named {
  readonly id: string
  readonly name: string
}
export interface Money {
  readonly amount: number
  readonly currency: string
}
/** A page of a list. */
export interface Paged<Item> {
  readonly data: Item[]
  readonly nextCursor: string | null
}
