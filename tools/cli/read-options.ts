import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { messageOf, Refusal } from './run-command.ts'

/** Reads `--name value` options, and a fixed number of words before them; anything else is refused with the usage. */
export function readOptions<const Config extends ParseArgsOptionsConfig>(
  usage: string,
  options: Config,
  words = 0,
  args: readonly string[] = process.argv.slice(2),
) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: words > 0, strict: true })
    if (parsed.positionals.length !== words) throw new Error(`Expected ${words} word${words === 1 ? '' : 's'}`)
    return parsed
  } catch (error) {
    const [reason = ''] = messageOf(error).split(/\. To specify|\. Did you/)
    throw new Refusal(`${reason}. Usage: ${usage}`)
  }
}

/** A TCP port from 1 to 65535. */
export function readPort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535)
    throw new Refusal(`--port is ${JSON.stringify(text)}: give a number from 1 to 65535`)
  return port
}
