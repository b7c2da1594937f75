import type { NeonQueryFunction } from '@neondatabase/serverless'
import { contextKey } from '../../kernel/database/sign-context.ts'
import { keyEncryptionKey } from '../../kernel/secrets/seal-secret.ts'
import { countForeignKeys } from './key-shelves.ts'

/** The database belongs to another ENCRYPTION_KEY, or to this one only in part. */
export class EncryptionKeyChanged extends Error {
  override readonly name = 'EncryptionKeyChanged'
}

/**
 * Refuses an ENCRYPTION_KEY that the database does not know: with it, every stored secret would stay shut.
 *
 * A database that was never migrated takes any key.
 */
export async function requireEncryptionKey(
  owner: NeonQueryFunction<false, false>,
  encryptionKey: string,
): Promise<void> {
  const [tables] = await owner.query(
    `select to_regclass('kernel.context_keys') is not null and to_regclass('kernel.tenant_keys') is not null as made`,
  )
  if (tables?.made !== true) return
  const [context, kek] = await Promise.all([contextKey(encryptionKey), keyEncryptionKey(encryptionKey)])
  const [found] = await owner.query(
    `select exists (select from kernel.context_keys) as installed,
      exists (select from kernel.context_keys where id = $1) as known`,
    [context.id],
  )
  if (found?.installed === true && found.known !== true)
    throw new EncryptionKeyChanged(
      'ENCRYPTION_KEY is not the one that this database was made with: put the old one back, or change over with `npm run rekey`',
    )
  if ((await countForeignKeys(owner, [kek.id])) > 0)
    throw new EncryptionKeyChanged(
      'A change of ENCRYPTION_KEY was begun and not finished: run `npm run rekey` again with the same two keys',
    )
}
