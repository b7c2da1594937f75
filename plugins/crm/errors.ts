import { defineErrors } from '#sdk'

export const errors = defineErrors('crm', {
  contactNotFound: [404, 'There is no such contact'],
  companyNotFound: [404, 'There is no such company'],
  fieldNotFound: [404, 'There is no such field'],
  fieldExists: [409, 'A field with this name exists already'],
  importNotFound: [404, 'There is no such import'],
  importRunning: [409, 'Another import is running; wait until it is done'],
  importNotReady: [409, 'This import was started already'],
  unreadableFile: [422, 'This file cannot be read as a table'],
})
