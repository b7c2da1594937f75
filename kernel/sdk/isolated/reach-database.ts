import {
  ConstraintRefused,
  type DatabaseCapability,
  LeaseLost,
  NothingFound,
  type Rows,
} from '../../database/capability.ts'
import type { DatabaseOutcome, DatabaseRefusal, KernelCapabilities } from '../../sandbox/protocol.ts'
import { problemError } from './problem-error.ts'

/** The kernel's database as the SDK knows it: what came back as data is thrown here as what it was. */
export function reachDatabase(kernel: KernelCapabilities): DatabaseCapability {
  return {
    read: async (statements) => rowsOf(await kernel.database.read(statements)),
    commit: async (change) => rowsOf(await kernel.database.commit(change)),
  }
}

function rowsOf(outcome: DatabaseOutcome): Rows[] {
  if ('rows' in outcome) return JSON.parse(outcome.rows)
  throw 'problem' in outcome ? problemError(outcome.problem) : refusalError(outcome.refused)
}

function refusalError(refused: DatabaseRefusal): Error {
  if (refused.kind === 'nothingFound') return new NothingFound(refused.place)
  return refused.kind === 'constraint' ? new ConstraintRefused(refused.constraint) : new LeaseLost()
}
