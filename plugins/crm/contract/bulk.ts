import * as v from 'valibot'
import { Uuid } from '#sdk'
import { contactLimits } from '../contact-draft.ts'
import { CompanyFilter } from './companies.ts'
import { ContactFilter } from './contacts.ts'
import { DealFilter } from './deals.ts'
import { Day, Line, NullableId, Tags } from './parts.ts'
import { Priority, TaskFilter } from './tasks.ts'

const Delete = v.object({ type: v.literal('delete') })
const TagAction = v.pipe(
  v.object({ type: v.literal('tag'), add: v.optional(Tags, []), remove: v.optional(Tags, []) }),
  v.check(({ add, remove }) => add.length + remove.length > 0, 'Say which tags to add or to remove'),
)
const Done = v.object({ type: v.literal('done'), done: v.boolean('Say true or false') })

function setting<const Values extends v.ObjectEntries>(values: Values) {
  return v.object({
    type: v.literal('set'),
    values: v.pipe(
      v.partial(v.strictObject(values, 'This cannot be set for many at once')),
      v.check((given) => Object.keys(given).length > 0, 'Say what to set'),
    ),
  })
}

const SetContacts = setting({ companyId: NullableId, country: Line(contactLimits.country) })
const SetDeals = setting({ companyId: NullableId, ownerId: NullableId, stageId: Uuid, expectedClose: v.nullable(Day) })
const SetTasks = setting({ assigneeId: NullableId, dueOn: v.nullable(Day), priority: Priority })

/** Either some by their ids, or all that a filter of the list finds. */
function targeting<const Filter extends v.GenericSchema, const Action extends v.GenericSchema>(
  filter: Filter,
  action: Action,
) {
  return v.pipe(
    v.object({
      ids: v.optional(
        v.pipe(
          v.array(Uuid, 'Give a list of ids'),
          v.minLength(1, 'Give at least one id'),
          v.maxLength(500, 'At most 500 at once'),
          v.transform((ids) => [...new Set(ids)]),
        ),
      ),
      filter: v.optional(filter),
      action,
    }),
    v.check((given) => (given.ids === undefined) !== (given.filter === undefined), 'Give either ids or a filter'),
  )
}

export const ContactBulk = targeting(ContactFilter, v.variant('type', [Delete, TagAction, SetContacts]))
export const CompanyBulk = targeting(CompanyFilter, v.variant('type', [Delete, TagAction]))
export const DealBulk = targeting(DealFilter, v.variant('type', [Delete, TagAction, SetDeals]))
export const TaskBulk = targeting(TaskFilter, v.variant('type', [Delete, Done, SetTasks]))
export type ContactBulk = v.InferOutput<typeof ContactBulk>
export type CompanyBulk = v.InferOutput<typeof CompanyBulk>
export type DealBulk = v.InferOutput<typeof DealBulk>
export type TaskBulk = v.InferOutput<typeof TaskBulk>

export const BulkAnswer = v.object({
  changed: v.number(),
  /** Asked for by id, but not there, or changed by somebody else in the same moment. */
  missed: v.number(),
  /** For `POST /undo/:id`, within 24 hours; null when nothing changed. */
  undoId: NullableId,
})
export const UndoAnswer = v.object({ restored: v.number(), changedSince: v.number() })
