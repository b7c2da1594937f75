import * as v from 'valibot'
import { Timestamp, text, Uuid } from '#sdk'
import { contactLimits } from '../contact-draft.ts'
import { Nullable } from './parts.ts'

export const FieldType = v.picklist(
  ['text', 'number', 'date', 'boolean', 'choice', 'formula'],
  'Choose text, number, date, boolean, choice or formula',
)
export const RecordNoun = v.picklist(['contact', 'company', 'deal'], 'Choose contact, company or deal')
export type RecordNoun = v.InferOutput<typeof RecordNoun>

const Records = v.pipe(
  v.array(RecordNoun, 'Say where the field is: contact, company or deal'),
  v.minLength(1, 'Choose at least one'),
  v.transform((nouns) => [...new Set(nouns)]),
)
const Choices = v.pipe(v.array(text(100, 1)), v.maxLength(200, 'At most 200 choices'))
const Formula = text(2000)

export const NewField = v.object({
  key: text(contactLimits.customKey, 1),
  type: FieldType,
  choices: v.optional(Choices, []),
  /** Of a formula only: what is worked out when a record is read. */
  formula: v.optional(v.nullable(Formula), null),
  records: v.optional(Records, ['contact', 'company']),
})
export type NewField = v.InferOutput<typeof NewField>

export const FieldPatch = v.partial(
  v.object({ key: NewField.entries.key, choices: Choices, formula: Formula, records: Records }),
)
export type FieldPatch = v.InferOutput<typeof FieldPatch>

export const ResultType = v.picklist(['text', 'number', 'date', 'boolean'])
export const Field = v.object({
  id: Uuid,
  key: v.string(),
  type: FieldType,
  choices: v.array(v.string()),
  formula: Nullable,
  /** What a formula gives, where that is sure. */
  resultType: v.nullable(ResultType),
  records: v.array(RecordNoun),
  version: v.number(),
  createdAt: Timestamp,
})
export const FieldList = v.object({ data: v.array(Field) })

export const FormulaTrial = v.object({
  record: RecordNoun,
  formula: Formula,
  /** The record that it is tried on; the newest one when absent. */
  sampleId: v.optional(Uuid),
})
export const FormulaResult = v.object({
  value: v.nullable(v.union([v.string(), v.number(), v.boolean()])),
  resultType: v.nullable(ResultType),
  /** Why there is no value, in plain words. */
  problem: Nullable,
})
