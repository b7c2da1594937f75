#!/usr/bin/env node
import { messageOf } from './cli/run-command.ts'
import { nearest } from './dpf/fault.ts'
import { version } from './dpf/places.ts'

interface Command {
  readonly what: string
  readonly load: () => Promise<{ run: (args: readonly string[]) => Promise<number> }>
}

/** Each is loaded when it is called, so that none waits for what another needs. */
const commands: Readonly<Record<string, Command>> = {
  create: { what: 'Makes a new plugin in a folder of its own', load: () => import('./dpf/create.ts') },
  dev: { what: 'Runs the platform with the plugin in it, and follows every save', load: () => import('./dpf/dev.ts') },
  test: { what: 'Runs its tests on the real platform', load: () => import('./dpf/test.ts') },
  validate: { what: 'Says what could not run published, by file and line', load: () => import('./dpf/validate.ts') },
  bundle: { what: 'Writes what would be published, and says what is in it', load: () => import('./dpf/bundle.ts') },
  publish: { what: 'Signs it and submits it to a platform', load: () => import('./dpf/publish.ts') },
}

const usage = `dpf: plugins for the Digital Platform Factory

${Object.entries(commands)
  .map(([name, { what }]) => `  dpf ${name.padEnd(10)} ${what}`)
  .join('\n')}

dpf <command> --help says more.`

/** Answers the exit code: 0 when all is well, 1 when something is wrong with the plugin or its way, 2 for a wrong call. */
async function main([name = '', ...args]: readonly string[]): Promise<number> {
  if (name === '--version' || name === '-v') return say(await version())
  if (name === '' || name === '--help' || name === '-h' || name === 'help') return say(usage)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command !== undefined) return (await command.load()).run(args)
  const guess = nearest(name, Object.keys(commands))
  console.error(`There is no dpf ${name}${guess === undefined ? '' : `: did you mean dpf ${guess}?`}\n\n${usage}`)
  return 2
}

function say(text: string): number {
  console.log(text)
  return 0
}

const oldestNode = 22

try {
  if (Number(process.versions.node.split('.')[0]) < oldestNode)
    throw new Error(`dpf needs Node ${oldestNode} or later; this is ${process.versions.node}`)
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const isUsage = error instanceof Error && error.name === 'UsageRefusal'
  console.error(process.env.DPF_DEBUG === '1' ? error : messageOf(error))
  process.exitCode = isUsage ? 2 : 1
}
