import { Problem } from '#kit'

/** Throws a failure on with what is wrong in its sentence, for a form whose fields do not go by the API's pointers. */
export function asAbove(error: unknown): never {
  if (!(error instanceof Problem) || Object.keys(error.fields).length === 0) throw error
  throw new Problem(error.status, { ...error.facts, errors: [], detail: Object.values(error.fields).join('. ') })
}
