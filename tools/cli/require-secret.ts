import { Refusal } from './run-command.ts'

/** A secret of at least 32 characters from the environment. */
export function requireSecret(environment: NodeJS.ProcessEnv, name: string): string {
  const secret = environment[name] ?? ''
  if (secret === '') throw new Refusal(`${name} is not set: give the 32 characters that this installation uses`)
  if (secret.length < 32) throw new Refusal(`${name} has ${secret.length} characters; it needs 32`)
  return secret
}
