import { messageOf } from '../cli/run-command.ts'

interface BuildMessage {
  readonly text: string
  readonly location: { readonly file: string; readonly line: number; readonly column: number } | null
}

/** One line for each error of a build, `file:line:column: what`; any other failure's own message. */
export function describeBuildFailure(error: unknown): string {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return messageOf(error)
  return (error.errors as BuildMessage[])
    .map(({ text, location }) =>
      location === null ? text : `${location.file}:${location.line}:${location.column + 1}: ${text}`,
    )
    .join('\n')
}
