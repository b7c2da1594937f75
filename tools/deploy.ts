import { spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { buildAssets } from './build/build-assets.ts'
import { buildPages } from './build/build-pages.ts'
import { buildWeb } from './build/build-web.ts'
import { buildWorker } from './build/build-worker.ts'
import { describeUrl } from './cli/database-url.ts'
import { readOptions } from './cli/read-options.ts'
import { Refusal, runCommand } from './cli/run-command.ts'
import { migrateDatabase } from './migrate.ts'

const root = join(import.meta.dirname, '..')

const needed = `What the Worker needs once, in this Cloudflare account:

  npx wrangler queues create work
  npx wrangler secret put DATABASE_URL      postgresql://<host>/<database>, without the owner's name and password
  npx wrangler secret put SESSION_SECRET    32 random characters: openssl rand -base64 24
  npx wrangler secret put ENCRYPTION_KEY    the 32 characters that the migrations ran with
  npx wrangler pages project create digital-platform-factory-web --production-branch main
  npx wrangler secret put OPERATOR_TOKEN    32 random characters, for npm run operator: optional
  npx wrangler secret put OPENAI_API_KEY    optional, for the assistant
`

await runCommand(async () => {
  const { values } = readOptions('npm run deploy [-- --dry-run]', { 'dry-run': { type: 'boolean', default: false } })
  const dryRun = values['dry-run']
  await buildAssets(join(root, 'dist/public'))
  await buildWeb(join(root, 'dist/public'))
  const script = await buildWorker({ minify: true })
  await mkdir(join(root, 'dist/build'), { recursive: true })
  await writeFile(join(root, 'dist/build/worker.js'), script)
  await buildPages(join(root, 'dist/cloudflare'))
  console.log(`Built the Worker, ${Math.round(gzipSync(script).length / 1000)} kB gzipped, its assets, and the pages.`)
  if (dryRun) {
    await runWrangler(['deploy', '--dry-run', '--outdir', 'dist/worker'])
    console.log('\nA dry run: no migration ran and nothing was uploaded.')
  } else {
    const count = await migrateDatabase(process.env)
    console.log(`${count} migrations applied to ${describeUrl(process.env.DATABASE_URL ?? '')}.`)
    await runWrangler(['deploy'])
    await runWrangler(['pages', 'deploy'], join(root, 'dist/cloudflare'))
  }
  console.log(`\n${needed}`)
})

/** Runs wrangler without its statistics; its output goes straight to the terminal. */
async function runWrangler(args: readonly string[], folder = root): Promise<void> {
  const exitCode = await new Promise((resolve, reject) => {
    const wrangler = join(dirname(fileURLToPath(import.meta.resolve('wrangler/package.json'))), 'bin/wrangler.js')
    const child = spawn(process.execPath, [wrangler, ...args], {
      cwd: folder,
      stdio: 'inherit',
      env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
    })
    child.once('error', reject)
    child.once('exit', resolve)
  })
  if (exitCode !== 0) throw new Refusal(`wrangler ${args.join(' ')} failed; what it said is above`)
}
