import type { Settings } from '../settings.ts'

/** What is missing before anything can be sent, in plain words; undefined when nothing is. Secrets are not looked at. */
export function seekMissing({ fromAddress, provider, smtp }: Settings): string | undefined {
  if (fromAddress === '') return 'Write the sender address that your mail comes from.'
  if (provider === 'smtp' && smtp.host === '') return 'Write the name of your mail server.'
  return undefined
}
