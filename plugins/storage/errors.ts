import { defineErrors } from '#sdk'

export const errors = defineErrors('storage', {
  fileNotFound: [404, 'There is no such file'],
  uploadNotFound: [404, 'There is no such upload; it was finished, cancelled or given up'],
  linkInvalid: [403, 'This link is not complete, or belongs to another workspace'],
  linkExpired: [410, 'This link has expired; ask for a new one'],
  roomFull: [409, 'There is no room left for this file; delete some or choose a bigger plan'],
  tooLarge: [413, 'This file is larger than a file may be'],
  notReady: [409, 'This file is still being checked; try again in a moment'],
  quarantined: [409, 'This file was found to be dangerous and is locked away'],
  notUploaded: [409, 'This file has not arrived yet'],
  sizeWrong: [422, 'What arrived is not as long as was announced; upload it again'],
  typeWrong: [422, 'What arrived is not the kind of file that its type says'],
  partsMissing: [422, 'Some parts of this file are missing; go on with the upload'],
  storeAway: [503, 'The storage does not answer right now; try again in a moment'],
  storeRefuses: [409, 'The storage refuses this; have a look at its settings'],
  keyMissing: [409, 'The secret key of the storage is missing; enter it in its settings'],
})
