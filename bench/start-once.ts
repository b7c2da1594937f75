import { readInstallationSecrets } from '../tools/platform/installation-secrets.ts'
import { startPlatform } from '../tools/platform/start-platform.ts'
import { processTree } from './measure-process.ts'

export interface Started {
  readonly seconds: number
  readonly workerdBytes: number
  readonly nodeBytes: number
}

// A process of its own, so that the start is a whole one: what `npm start` does, up to the first healthy answer.
const folder = process.argv[2] ?? ''
const secrets = await readInstallationSecrets(folder, {})
const platform = await startPlatform({ secrets, folder, port: 0 })
const health = await fetch(`${platform.url}/api/health`)
if (!health.ok) throw new Error(`Health answered ${health.status}`)
const tree = await processTree(process.pid)
const bytes = (name: string) => tree.find((row) => row.name.includes(name))?.rssBytes ?? 0
const started: Started = { seconds: 0, workerdBytes: bytes('workerd'), nodeBytes: process.memoryUsage().rss }
process.send?.(started)
process.once('message', async () => {
  await platform.stop()
  process.exit(0)
})
