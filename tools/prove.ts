import { readOptions } from './cli/read-options.ts'
import { messageOf, Refusal, runCommand } from './cli/run-command.ts'
import { booking } from './prove/booking.ts'
import { deliveryDelays } from './prove/delivery/delays.ts'
import { deliveryFailures } from './prove/delivery/failures.ts'
import { deliveryKills } from './prove/delivery/kills.ts'
import { fuzz } from './prove/fuzz.ts'
import { idempotency } from './prove/idempotency.ts'
import { isolation } from './prove/isolation.ts'
import { kills } from './prove/kills.ts'
import { largeUpload } from './prove/large-upload.ts'
import { migrators } from './prove/migrators.ts'
import type { Finding, Proof, ProofOptions } from './prove/proof.ts'
import { sandbox } from './prove/sandbox.ts'

const proofs: readonly Proof[] = [
  migrators,
  kills,
  idempotency,
  deliveryKills,
  deliveryFailures,
  deliveryDelays,
  booking,
  isolation,
  sandbox,
  largeUpload,
  fuzz,
]
const usage = `npm run prove -- [--only ${proofs.map(({ name }) => name).join(',')}] [--scale 0.1] [--seed 1]`
const mostShown = 10

interface Line {
  readonly proof: string
  readonly 'planted fault': string
  readonly done: string
  readonly found: string
  readonly seconds: number
}

/** Runs the proofs one after the other, each against its planted fault first, and prints what was done and found. */
async function prove(): Promise<void> {
  const { values } = readOptions(usage, {
    only: { type: 'string', default: proofs.map(({ name }) => name).join(',') },
    scale: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  })
  const scale = Number(values.scale)
  if (!(scale > 0)) throw new Refusal(`--scale is ${JSON.stringify(values.scale)}: give a number above 0`)
  const chosen = values.only.split(',').flatMap((name) => {
    // `delivery` names all that begin with it.
    const named = proofs.filter((candidate) => candidate.name === name || candidate.name.startsWith(`${name}-`))
    if (named.length === 0) throw new Refusal(`There is no proof ${JSON.stringify(name)}. Usage: ${usage}`)
    return named
  })
  const options = { scale, seed: Number(values.seed) }
  console.log(`Seed ${options.seed}, scale ${scale}`)
  const lines: Line[] = []
  for (const proof of chosen) lines.push(await runOne(proof, options))
  console.table(lines)
  if (lines.some(({ found }) => found !== 'nothing')) process.exitCode = 1
}

async function runOne(proof: Proof, options: ProofOptions): Promise<Line> {
  const beganMs = performance.now()
  console.log(`\n${proof.name}: ${proof.promise}`)
  const planted = await attempt(() => proof.plant(options))
  const wasFound = planted.faults.length > 0 && !planted.failed
  console.log(`  planted fault: ${wasFound ? `found, ${planted.faults[0]}` : 'NOT FOUND'} (${planted.done})`)
  const finding = wasFound ? await attempt(() => proof.run(options)) : planted
  for (const fault of finding.faults.slice(0, mostShown)) console.log(`  FAULT ${fault}`)
  console.log(`  ${finding.done}`)
  const count = finding.faults.length
  return {
    proof: proof.name,
    'planted fault': wasFound ? 'found' : 'NOT FOUND',
    done: wasFound ? finding.done : 'not run: it would prove nothing',
    found: wasFound ? (count === 0 ? 'nothing' : `${count} fault${count === 1 ? '' : 's'}`) : 'unproven',
    seconds: Math.round((performance.now() - beganMs) / 1000),
  }
}

async function attempt(work: () => Promise<Finding>): Promise<Finding & { readonly failed: boolean }> {
  try {
    return { ...(await work()), failed: false }
  } catch (error) {
    if (process.env.DPF_DEBUG === '1') console.error(error)
    return { done: 'broken off', faults: [`The proof itself failed: ${messageOf(error)}`], failed: true }
  }
}

if (import.meta.main) await runCommand(prove)
