import type { Named } from './types.ts'

/** The record that tasks, notes and deals are kept with. */
export interface About extends Named {
  readonly noun: 'contact' | 'company' | 'deal'
}

/** The API's name of the link to it: `contactId`. */
export function linkOf({ noun }: About): 'contactId' | 'companyId' | 'dealId' {
  return `${noun}Id`
}
