/** The nouns on the wire; each has a file of its own in `contract/`. */

export {
  BulkAnswer,
  CompanyBulk,
  ContactBulk,
  DealBulk,
  TaskBulk,
  UndoAnswer,
} from './contract/bulk.ts'
export { Company, CompanyFilter, CompanyPage, CompanyPatch, CompanyQuery, NewCompany } from './contract/companies.ts'
export {
  Contact,
  ContactFilter,
  ContactPage,
  ContactPatch,
  ContactQuery,
  NewContact,
  TagList,
} from './contract/contacts.ts'
export { Dashboard, DashboardQuery } from './contract/dashboard.ts'
export {
  Board,
  BoardQuery,
  Deal,
  DealFilter,
  DealMove,
  DealPage,
  DealPatch,
  DealQuery,
  NewDeal,
} from './contract/deals.ts'
export { Field, FieldList, FieldPatch, FormulaResult, FormulaTrial, NewField, RecordNoun } from './contract/fields.ts'
export {
  Import,
  ImportPage,
  ImportPreview,
  ImportProblemPage,
  ImportStart,
  UploadQuery,
} from './contract/imports.ts'
export {
  CompanyDuplicatePage,
  CompanyMerge,
  ContactDuplicatePage,
  ContactMerge,
  DuplicateQuery,
} from './contract/merge.ts'
export { NewNote, Note, NotePage, NotePatch, NoteQuery } from './contract/notes.ts'
export { Count, Money } from './contract/parts.ts'
export { NewPipeline, Pipeline, PipelineList, PipelinePatch, Stage, StageKind } from './contract/pipelines.ts'
export { NewTask, Task, TaskDone, TaskFilter, TaskPage, TaskPatch, TaskQuery } from './contract/tasks.ts'
export { TrashItem, TrashKind, TrashPage, TrashParams, TrashQuery } from './contract/trash.ts'
export { NewView, RecordKind, View, ViewList, ViewListQuery, ViewPatch } from './contract/views.ts'
