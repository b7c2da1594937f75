import { defineErrors } from '#sdk'

export const errors = defineErrors('push', {
  deviceNotFound: [404, 'There is no such device among yours'],
  peopleOnly: [403, 'Devices belong to people; an API key has none'],
  keyMissing: [409, 'Notifications on devices need to be connected anew'],
})
