import type { MessageKind } from '../contract.ts'

/** A message's words: paragraphs end with an empty line, and names in braces are filled in. */
export interface Words {
  readonly subject: string
  readonly body: string
}

/** The words that come with the module, until a business has its own. */
export const originals: Readonly<Record<MessageKind, Words>> = {
  confirmed: {
    subject: 'Booked: {service} on {date}',
    body: 'Hello {customer},\n\nyour booking is confirmed. We look forward to seeing you.\n\n{business}',
  },
  pending: {
    subject: 'We got your request: {service} on {date}',
    body: 'Hello {customer},\n\nthank you for your request. The time is kept for you, and we will answer soon.\n\n{business}',
  },
  declined: {
    subject: 'About your request: {service} on {date}',
    body: 'Hello {customer},\n\nwe are sorry, but this time does not work for us. {reason}\n\nYou are welcome to choose another one.\n\n{business}',
  },
  moved: {
    subject: 'New time: {service} on {date}',
    body: 'Hello {customer},\n\nyour booking has a new time.\n\n{business}',
  },
  cancelled: {
    subject: 'Cancelled: {service} on {date}',
    body: 'Hello {customer},\n\nyour booking is cancelled. {reason}\n\n{business}',
  },
  reminder: {
    subject: 'Reminder: {service} on {date} at {time}',
    body: 'Hello {customer},\n\nthis is a reminder of your booking.\n\n{business}',
  },
  followUp: {
    subject: 'Thank you for your visit',
    body: 'Hello {customer},\n\nthank you for coming. We would be glad to see you again.\n\n{business}',
  },
  offered: {
    subject: 'A time is free: {service} on {date}',
    body: 'Hello {customer},\n\na time that you waited for is free. We keep it for you until {until}.\n\n{business}',
  },
}
