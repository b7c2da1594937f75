import { defineErrors } from '../errors/app-error.ts'

export const errors = defineErrors('webhooks', {
  webhooksFull: [409, 'A workspace has at most 20 webhooks; delete one first'],
  webhookOff: [409, 'This webhook is turned off; turn it on first'],
})
