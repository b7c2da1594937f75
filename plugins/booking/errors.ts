import { defineErrors } from '#sdk'

export const errors = defineErrors('booking', {
  serviceNotFound: [404, 'There is no such service'],
  resourceNotFound: [404, 'There is no such person, room or equipment'],
  dayOffNotFound: [404, 'There is no such day off'],
  busyTimeNotFound: [404, 'There is no such busy time'],
  calendarNotFound: [404, 'There is no such calendar'],
  feedNotFound: [404, 'There is no such calendar address'],
  slugTaken: [409, 'Another service has this address'],
  resourceInUse: [409, 'There are bookings ahead; move or cancel them first'],
})
