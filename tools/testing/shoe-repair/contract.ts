import * as v from 'valibot'
import { listQuery, pageOf, text, Uuid } from '#sdk'

export const State = v.picklist(['waiting', 'bench', 'ready'], 'Choose how far it is')
const Money = v.object({
  amount: v.pipe(v.number(), v.integer(), v.minValue(0, 'It cannot cost less than nothing')),
  currency: v.string(),
})
const entries = {
  title: text(200, 1),
  state: State,
  price: v.nullable(Money),
  due: v.nullable(v.pipe(v.string(), v.isoDate('Choose a day'))),
  notes: v.nullable(text(5000)),
  link: v.nullable(text(500)),
} as const

export const NewRepair = v.object({
  title: entries.title,
  state: v.optional(State, 'waiting'),
  price: v.optional(entries.price, null),
  due: v.optional(entries.due, null),
  notes: v.optional(entries.notes, null),
  link: v.optional(entries.link, null),
})
export const RepairPatch = v.partial(v.object(entries))
export type RepairPatch = v.InferOutput<typeof RepairPatch>
export const Repair = v.object({ id: Uuid, ...entries, price: v.nullable(v.any()) })
export const RepairPage = pageOf(Repair)
export const RepairQuery = v.object({ ...listQuery, q: v.optional(text(200)), state: v.optional(State) })
export const Figures = v.object({ data: v.array(v.object({ state: v.string(), count: v.number() })) })
export const Customers = v.object({ data: v.array(v.any()) })
