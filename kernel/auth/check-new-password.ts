import { kernelErrors } from '../errors/kernel-errors.ts'
import { passwordProblems } from './check-password.ts'

/** Refuses a password that is easily guessed, with every reason, at the field that held it. */
export function checkNewPassword(password: string, person: { email: string; name: string }, field: string): void {
  const problems = passwordProblems(password, person)
  if (problems.length > 0)
    throw kernelErrors.weakPassword({
      errors: problems.map((detail) => ({ in: 'body', pointer: `#/${field}`, detail })),
    })
}
