import { defineErrors } from '#sdk'

export const errors = defineErrors('gift_cards', {
  itemNotFound: [404, 'There is no such item'],
})
