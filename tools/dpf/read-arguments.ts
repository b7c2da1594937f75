import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { messageOf } from '../cli/run-command.ts'

/** A call that says something the command does not know: exit code 2. */
class UsageRefusal extends Error {
  override readonly name = 'UsageRefusal'
}

/** Reads a command's options and words. Undefined when it only had to say how it is used. */
export function readArguments<const Config extends ParseArgsOptionsConfig>(
  args: readonly string[],
  usage: string,
  options: Config,
  words: readonly [least: number, most: number] = [0, 0],
) {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage)
    return undefined
  }
  const parsed = parse(args, usage, options)
  const { length } = parsed.positionals
  if (length < words[0] || length > words[1])
    throw new UsageRefusal(`${length < words[0] ? 'Something is missing' : 'That is one word too many'}.\n\n${usage}`)
  return parsed
}

function parse<const Config extends ParseArgsOptionsConfig>(args: readonly string[], usage: string, options: Config) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    const [reason = ''] = messageOf(error).split(/\. To specify|\. Did you/)
    throw new UsageRefusal(`${reason}.\n\n${usage}`, { cause: error })
  }
}
