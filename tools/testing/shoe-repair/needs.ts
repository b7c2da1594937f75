import { defineNeeds } from '#sdk'

export const needs = defineNeeds({
  ports: { email: { perDay: 50, why: 'Tells customers that their shoes are ready' } },
  hosts: { 'prices.cobbler.example': { perDay: 100, why: 'Looks up what soles cost' } },
  calls: {
    'crm GET /contacts': {
      perDay: 500,
      fields: ['id', 'firstName', 'lastName'],
      why: 'Offers your customers by name when shoes come in',
    },
  },
})
