import { AppError } from '../../errors/app-error.ts'

/** Refuses what the plugin's `needs` do not ask for, and says the line that asks for it. */
export function undeclared(what: string, line: string): AppError {
  return new AppError('kernel.undeclared', 403, 'This plugin uses what it does not ask for', {
    detail: `${what} is not among its needs. Add ${line} to defineNeeds`,
  })
}
