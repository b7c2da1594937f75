import * as v from 'valibot'
import { text } from '#sdk'

export const MessageKind = v.picklist([
  'confirmed',
  'pending',
  'declined',
  'moved',
  'cancelled',
  'reminder',
  'followUp',
  'offered',
])
export type MessageKind = v.InferOutput<typeof MessageKind>

/** What can stand in braces in a message's words: `{customer}`. */
export const placeholders = {
  customer: 'The customer’s name',
  service: 'The service',
  business: 'Your business',
  date: 'The day, in the customer’s language',
  time: 'The time, in the customer’s zone',
  duration: 'How long it takes',
  with: 'Who and what is booked',
  place: 'Where it takes place',
  price: 'What it costs',
  party: 'How many people come',
  reason: 'Why it was cancelled or declined',
  until: 'Until when an offer stands',
  link: 'The link to move or cancel it',
} as const

const names: readonly string[] = Object.keys(placeholders)

/** Words with placeholders, each of which exists. */
const words = (max: number) =>
  v.pipe(
    text(max, 1),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return
      for (const [whole, name = ''] of dataset.value.matchAll(/\{([^{}]*)\}?/g))
        if (!whole.endsWith('}') || !names.includes(name))
          addIssue({
            message: `There is no ${whole.slice(0, 40)}: choose one of ${names.map((each) => `{${each}}`).join(', ')}`,
          })
    }),
  )

/** What a business sends, in its own words; a paragraph ends with an empty line. */
export const MessagePut = v.object({
  enabled: v.optional(v.boolean(), true),
  subject: words(200),
  body: words(5000),
})
export type MessagePut = v.InferOutput<typeof MessagePut>
export const Message = v.object({
  kind: MessageKind,
  enabled: v.boolean(),
  subject: v.string(),
  body: v.string(),
  /** Whether these are the words that come with the module. */
  isOriginal: v.boolean(),
})
export type Message = v.InferOutput<typeof Message>
export const MessageList = v.object({
  data: v.array(Message),
  placeholders: v.array(v.object({ name: v.string(), meaning: v.string() })),
  /** The page where email is connected; with none, what is written reaches nobody or is shown at `/mail`. */
  connectAt: v.string(),
})
export const MessageKindParam = v.object({ kind: MessageKind })
/** A message as it reads with made-up names. */
export const MessagePreview = v.object({ subject: v.string(), paragraphs: v.array(v.string()) })
