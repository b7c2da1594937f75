import { date, jsonb, pgSchema, text, uuid } from 'drizzle-orm/pg-core'

const schema = pgSchema('shoe_repair')

export const repairs = schema.table('repairs', {
  id: uuid('id').notNull(),
  title: text('title').notNull(),
  state: text('state').$type<'waiting' | 'bench' | 'ready'>().notNull(),
  price: jsonb('price').$type<{ amount: number; currency: string } | null>(),
  due: date('due', { mode: 'string' }),
  notes: text('notes'),
  link: text('link'),
})
