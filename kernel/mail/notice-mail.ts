import type { DatabaseCapability } from '../database/capability.ts'

/** Tells when a change has put mail out, so that it need not wait for the sweep. */
export function noticeMail(capability: DatabaseCapability, notice: () => void): DatabaseCapability {
  return {
    read: (statements) => capability.read(statements),
    async commit(change) {
      const rows = await capability.commit(change)
      if (change.statements.some(({ sql }) => sql.startsWith('insert into "kernel"."outgoing_mail"'))) notice()
      return rows
    },
  }
}
