import type { EmailMessage, Tenant } from '#sdk'
import type { Sample } from '../contract.ts'
import type { Settings } from '../settings.ts'
import { drawMessage } from './draw-message.ts'

interface Written extends Pick<EmailMessage, 'category' | 'subject' | 'template' | 'listUnsubscribe'> {
  readonly id: string
  readonly title: string
}

function written(tenant: Tenant): Written[] {
  return [
    {
      id: 'confirmation',
      title: 'Confirmation',
      category: 'transactional',
      subject: `Your appointment at ${tenant.name}`,
      template: {
        heading: 'Your appointment is booked',
        paragraphs: ['Hello Alex,', `we look forward to seeing you at ${tenant.name}.`],
        facts: [
          { label: 'What', value: 'Cut and colour' },
          { label: 'When', value: 'Friday, 4 December, 10:30' },
          { label: 'Where', value: '12 High Street' },
        ],
        action: { label: 'Change or cancel', url: 'https://example.com/appointment' },
        closing: 'If something comes up, tell us a day before.',
      },
    },
    {
      id: 'reminder',
      title: 'Reminder',
      category: 'notification',
      subject: 'Tomorrow at 10:30',
      template: {
        heading: 'See you tomorrow',
        paragraphs: ['Hello Alex,', 'this is to remind you of your appointment tomorrow at 10:30.'],
        action: { label: 'Change or cancel', url: 'https://example.com/appointment' },
      },
    },
    {
      id: 'newsletter',
      title: 'Newsletter',
      category: 'marketing',
      listUnsubscribe: 'the newsletter',
      subject: `News from ${tenant.name}`,
      template: {
        heading: 'Longer evenings in December',
        paragraphs: [
          'From the first of December we are open until 21:00 on Thursdays.',
          'Book early: the evenings before the holidays go fast.',
        ],
        action: { label: 'Book an evening', url: 'https://example.com/book' },
      },
    },
  ]
}

/** Mails as the modules send them, drawn with the workspace's look. Nobody gets them. */
export function drawSamples(tenant: Tenant, settings: Settings, origin: string): Sample[] {
  return written(tenant).map(({ id, title, ...message }) => {
    const url = message.category === 'transactional' ? undefined : 'https://example.com/unsubscribe'
    const drawn = drawMessage(
      { tenant, settings, origin },
      { ...message, to: 'alex@example.com', idempotencyKey: id },
      url,
    )
    return { id, title, subject: message.subject, html: drawn.html, text: drawn.text }
  })
}
