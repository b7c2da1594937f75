import type { InferOutput } from 'valibot'
import type * as contract from '../contract.ts'

/** The nouns on the wire as the pages read them. Types only: nothing of the server lands in the browser. */
export type Contact = InferOutput<typeof contract.Contact>
export type ContactPage = InferOutput<typeof contract.ContactPage>
export type Company = InferOutput<typeof contract.Company>
export type CompanyPage = InferOutput<typeof contract.CompanyPage>
export type CustomField = InferOutput<typeof contract.Field>
export type Import = InferOutput<typeof contract.Import>
export type ImportPage = InferOutput<typeof contract.ImportPage>
export type ImportPreview = InferOutput<typeof contract.ImportPreview>
export type ImportProblemPage = InferOutput<typeof contract.ImportProblemPage>
