import { startLoadGenerator } from './load-generator.ts'
import { cpuSeconds, processTree } from './measure-process.ts'
import { seedContacts } from './seed-contacts.ts'
import { openStage } from './stage.ts'

const stage = await openStage()
await seedContacts(stage.platform.owner, stage.workspace.id, 100_000)
const headers = await stage.signIn()
const load = startLoadGenerator()
const paths = (
  process.env.PATHS ??
  '/floor/constant,/floor/token,/floor/gate,/floor/select,/bare/list,/floor/batch,/floor/guarded,/api/crm/contacts'
).split(',')
const body = JSON.stringify({ firstName: 'Berta', lastName: 'Tal', emails: ['b@example.com'], phones: [], tags: ['x'] })
for (const p of ['/bare/list', '/api/crm/contacts']) {
  const r = await fetch(stage.platform.url + p + '?limit=50', { headers })
  const t = await r.text()
  console.log(p, r.status, t.length, r.headers.get('server-timing'), t.slice(0, 600))
}
const secs = Number(process.env.SECS ?? 4)
for (let round = 0; round < Number(process.env.ROUNDS ?? 3); round++)
  for (const p of [...paths, ...(process.env.CREATE ? ['POST /bare/create', 'POST /api/crm/contacts'] : [])]) {
    const post = p.startsWith('POST ')
    const path = p.replace('POST ', '')
    const opts = {
      url: stage.platform.url + path,
      connections: Number(process.env.CONN ?? 16),
      headers: post ? { ...headers, 'content-type': 'application/json' } : headers,
      ...(post ? { method: 'POST', body } : {}),
    }
    if (round === 0) await load.burst({ ...opts, duration: 2 })
    const pg = (await processTree(stage.postgresPid)).map((x) => x.pid)
    const before = await Promise.all([
      cpuSeconds([stage.workerdPid]),
      cpuSeconds([process.pid]),
      cpuSeconds(pg),
      cpuSeconds([load.pid]),
    ])
    const b = await load.burst({ ...opts, duration: secs })
    const after = await Promise.all([
      cpuSeconds([stage.workerdPid]),
      cpuSeconds([process.pid]),
      cpuSeconds(pg),
      cpuSeconds([load.pid]),
    ])
    const cpu = after.map((x, i) => (((x - (before[i] ?? 0)) / b.answered) * 1000).toFixed(3))
    console.log(
      p.padEnd(24),
      b.perSecond.toFixed(0).padStart(7),
      `p50 ${b.p50Ms} p99 ${b.p99Ms} failed ${b.failed}`,
      `cpu ms/req workerd ${cpu[0]} node ${cpu[1]} pg ${cpu[2]} load ${cpu[3]}`,
    )
  }
load.stop()
await stage.stop()
process.exit(0)
