import { integer, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** The plugin's tables as its queries see them; `tenant_id` fills in and filters itself. */
const schema = pgSchema('gift_cards')

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const items = schema.table('items', {
  id: uuid('id').notNull(),
  name: text('name').notNull(),
  notes: text('notes'),
  version: integer('version').notNull().default(1),
  createdAt: at('created_at').notNull().defaultNow(),
  updatedAt: at('updated_at').notNull().defaultNow(),
})
