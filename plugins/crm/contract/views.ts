import * as v from 'valibot'
import { text } from '#sdk'
import { shown } from './parts.ts'

export const RecordKind = v.picklist(
  ['contacts', 'companies', 'deals', 'tasks'],
  'Choose contacts, companies, deals or tasks',
)
export type RecordKind = v.InferOutput<typeof RecordKind>

const ViewQuery = v.pipe(
  v.record(v.pipe(v.string(), v.regex(/^[A-Za-z]\w{0,59}$/, 'This is not the name of a filter')), text(500)),
  v.check((query) => Object.keys(query).length <= 40, 'At most 40 filters'),
)
const viewEntries = {
  name: text(100, 1),
  query: ViewQuery,
  columns: v.pipe(v.array(text(500, 1)), v.maxLength(100, 'At most 100 columns')),
  shared: v.boolean(),
} as const

export const NewView = v.object({
  record: RecordKind,
  name: viewEntries.name,
  query: v.optional(viewEntries.query, {}),
  columns: v.optional(viewEntries.columns, []),
  shared: v.optional(viewEntries.shared, false),
})
export type NewView = v.InferOutput<typeof NewView>
export const ViewPatch = v.partial(v.object(viewEntries))
export type ViewPatch = v.InferOutput<typeof ViewPatch>

export const View = v.object({
  ...shown,
  record: RecordKind,
  name: v.string(),
  query: v.record(v.string(), v.string()),
  columns: v.array(v.string()),
  shared: v.boolean(),
  mine: v.boolean(),
})
export const ViewList = v.object({ data: v.array(View) })
export const ViewListQuery = v.object({ record: v.optional(RecordKind) })
