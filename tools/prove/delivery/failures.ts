import { randomUUID } from 'node:crypto'
import { inParallel } from '../in-parallel.ts'
import { insist } from '../insist.ts'
import { type Finding, type Proof, type ProofOptions, scaled } from '../proof.ts'
import { type EchoStage, findWrongEffects, waitUntilDone, withEcho } from './with-echo.ts'

/** Events on their way to a module that fails at three of ten attempts. */
export const deliveryFailures: Proof = {
  name: 'delivery-failures',
  promise: 'Every event reaches a hearer that fails, once, and in the order of its subject',
  plant: (options) =>
    withEcho(async (stage) => {
      await scatterSubjects(stage)
      return surviveFailures(stage, { ...options, scale: Math.min(options.scale, 0.05) })
    }),
  run: (options) => withEcho((stage) => surviveFailures(stage, options)),
}

const share = 0.3
const eventsOfOne = 50

async function surviveFailures(stage: EchoStage, { scale }: ProofOptions): Promise<Finding> {
  const events = scaled(10_000, scale, 500)
  const things = Math.ceil(events / eventsOfOne)
  const faults: string[] = []
  const beganMs = performance.now()
  await inParallel(events / 10, 8, async (index) => {
    const body = { thing: `f${index % things}`, times: 10, number: index, failing: share }
    const reply = await insist(stage.workspace.client, '/api/echo/things', body, randomUUID())
    if (reply?.status !== 204) faults.push(`saying was answered ${reply?.status}`)
  })
  faults.push(...(await waitUntilDone(stage)))
  const seconds = Math.round((performance.now() - beganMs) / 1000)
  faults.push(...(await findWrongEffects(stage)), ...(await findDisorder(stage)))
  return {
    done: `${events} events of ${things} subjects, ${share * 100} % of attempts failing, done in ${seconds} s`,
    faults,
  }
}

/** The planted fault: deliveries of one subject seem to be of many, so that none waits for another. */
async function scatterSubjects(stage: EchoStage): Promise<void> {
  const owner = stage.owner()
  await owner.transaction([
    owner.query(`create function kernel.scatter() returns trigger language plpgsql as
      $$ begin new.subject := new.subject || gen_random_uuid(); return new; end $$`),
    owner.query(
      'create trigger scatter before insert on kernel.deliveries for each row execute function kernel.scatter()',
    ),
  ])
}

async function findDisorder(stage: EchoStage): Promise<string[]> {
  const [row] = await stage.owner().query(`
    select count(*)::int as disorder from (
      select cause < lag(cause) over (partition by about order by at) as is_late from echo.effects
    ) each where is_late`)
  return row?.disorder === 0 ? [] : [`${row?.disorder} events were heard before an earlier one of their subject`]
}
