import { runCommand } from './cli/run-command.ts'
import { serve } from './cli/serve.ts'

await runCommand(async () => {
  await serve('npm start')
})
