import { AppError, type ProblemFacts, type ProblemStatus } from '../errors/app-error.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { platformErrors } from '../sdk/platform-errors.ts'
import type { GivenProblems } from './given-problems.ts'
import { weigh } from './weigh.ts'

/** What a plugin may answer of its own; 401 would sign the caller out. */
const statuses: ReadonlySet<unknown> = new Set([400, 402, 403, 404, 405, 409, 410, 412, 413, 415, 422, 428, 429])
const mostFacts = 32 * 1024

/** What the SDK says in the isolate in the kernel's name: the title and status are the kernel's own. */
const spoken = {
  ...platformErrors,
  malformedJson: kernelErrors.malformedJson,
  unsupportedType: kernelErrors.unsupportedType,
  settingsOutdated: kernelErrors.settingsOutdated,
  // What the gateway refuses comes out of the plugin's own `fetch`.
  notGranted: kernelErrors.notGranted,
  spentForToday: kernelErrors.spentForToday,
}

/** An expected failure that a plugin answers, or undefined when it is none that it may answer. */
export function checkProblem(pluginId: string, problem: unknown, given: GivenProblems): AppError | undefined {
  const { code, status, title, facts, headers } = problem as Readonly<Record<string, unknown>>
  if (typeof code !== 'string') return undefined
  const [scope, name = ''] = code.split('.')
  // What the database said of the plugin's SQL is its author's to read.
  if (code === 'kernel.queryFailed') return undefined
  if (scope !== pluginId) return given.seek(code) ?? kernelProblem(code, name, facts)
  if (!/^\w{1,60}$/.test(name) || code !== `${scope}.${name}`) return undefined
  if (!statuses.has(status) || typeof title !== 'string' || title === '') return undefined
  return new AppError(code, status as ProblemStatus, title.slice(0, 200), factsOf(facts), retryAfter(headers))
}

function kernelProblem(code: string, name: string, facts: unknown): AppError | undefined {
  if (code === 'kernel.undeclared')
    return new AppError(code, 403, 'This plugin uses what it does not ask for', factsOf(facts))
  if (code !== `kernel.${name}` || !Object.hasOwn(spoken, name)) return undefined
  return spoken[name as keyof typeof spoken](factsOf(facts))
}

/** Plain data of a bounded size; anything else is left out. */
function factsOf(facts: unknown): ProblemFacts {
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) return {}
  const weight = weigh(facts)
  return weight === undefined || weight > mostFacts ? {} : (JSON.parse(JSON.stringify(facts)) as ProblemFacts)
}

function retryAfter(headers: unknown): Readonly<Record<string, string>> {
  const wait = (headers as Readonly<Record<string, unknown>> | undefined)?.['retry-after']
  return typeof wait === 'string' && /^\d{1,6}$/.test(wait) ? { 'retry-after': wait } : {}
}
