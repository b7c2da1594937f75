import { defineErrors } from '#sdk'

export const errors = defineErrors('email', {
  messageNotFound: [404, 'There is no such mail'],
  suppressionNotFound: [404, 'This address is not on the list'],
  suppressionExists: [409, 'This address is on the list already'],
  notSetUp: [409, 'The mail connection is not set up completely'],
  dailyLimit: [409, 'This workspace has sent as many mails today as its plan has room for'],
  notRepeatable: [409, 'Only a mail that could not be sent is tried again'],
  badLink: [404, 'This link is not complete; open it from the mail again'],
  badSignature: [403, 'This notice is not from the mail provider'],
})
