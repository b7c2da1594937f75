/** Something that a person can mend: it is shown as its sentence, without a stack. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/** Runs a command: a failure is one sentence on standard error and the exit code 1. `DPF_DEBUG=1` shows its stack. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command()
  } catch (error) {
    console.error(process.env.DPF_DEBUG === '1' ? error : messageOf(error))
    // A database or a server that the command opened would keep the process alive.
    process.exit(1)
  }
}

/** A failure's message, never empty; that of a group of failures is its members'. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ')
  if (!(error instanceof Error)) return String(error)
  return error.message === '' ? error.name : error.message
}
