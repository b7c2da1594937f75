import { defineErrors } from '#sdk'

export const errors = defineErrors('booking', {
  serviceNotFound: [404, 'There is no such service'],
  resourceNotFound: [404, 'There is no such person, room or equipment'],
  dayOffNotFound: [404, 'There is no such day off'],
  busyTimeNotFound: [404, 'There is no such busy time'],
  calendarNotFound: [404, 'There is no such calendar'],
  feedNotFound: [404, 'There is no such calendar address'],
  bookingNotFound: [404, 'There is no such booking'],
  waitingNotFound: [404, 'There is no such place on a waiting list'],
  linkInvalid: [404, 'This link is not one of ours, or not complete'],
  slugTaken: [409, 'Another service has this address'],
  resourceInUse: [409, 'There are bookings ahead; move or cancel them first'],
  slotTaken: [409, 'This time cannot be had; choose another one'],
  holdOver: [409, 'The time was held for too long and somebody else has it now'],
  tooLate: [409, 'It is too late to change this here; call instead'],
  wrongState: [409, 'This booking is not in a state for that any more'],
  offerOver: [409, 'This offer has ended'],
  noWaitingList: [409, 'This service has no waiting list'],
})
