import { AppError } from '../errors/app-error.ts'

/** What went wrong, for the list of what was given up: an expected failure in its own words, of a bug its name alone. */
export function explainFailure(error: unknown): string {
  if (error instanceof AppError) return `${error.message} (${error.code})`
  return error instanceof Error ? `It failed unexpectedly (${error.name})` : 'It failed unexpectedly'
}
