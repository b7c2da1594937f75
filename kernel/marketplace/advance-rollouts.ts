import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import type { Env } from '../env.ts'
import type { Grants } from '../sandbox/grants.ts'
import { askedGrants, beyond, carriedGrants } from './asked-grants.ts'
import { changeAsSystem } from './change-as-system.ts'
import { type Faring, judgeRollout, rollout } from './judge-rollout.ts'
import { type Move, moveInstallation, readManifests } from './move-installation.ts'

/** Of one sweep: versions that are looked at, and workspaces that are moved. */
const mostVersions = 100
const mostMoves = 200
const movesAtOnce = 10

interface Watched extends Faring {
  readonly pluginId: string
  readonly version: string
}

/**
 * Brings new versions to the workspaces that let them come by themselves, to a few and then to all; takes back what
 * fails more than what was there before, everywhere.
 */
export async function advanceRollouts(env: Env): Promise<void> {
  for (const version of await readWatched(env))
    await advance(env, version).catch((error: unknown) =>
      console.error(`${version.pluginId} ${version.version} goes no further:`, messageOf(error)),
    )
  await returnLeftBehind(env)
}

async function advance(env: Env, version: Watched): Promise<void> {
  const verdict = judgeRollout(version)
  if (verdict === 'back') return takeBack(env, version)
  if (verdict === 'on') await goOnToAll(env, version)
  const moved = await bring(env, version, verdict === 'on' || version.stage === 'all' ? 100 : rollout.share)
  // Nobody lets it come by itself: there is nothing to learn from them.
  if (verdict === 'wait' && version.stage === 'few' && version.holders + moved === 0) await goOnToAll(env, version)
}

/** Moves those who have a version that was taken back to the one before. */
export async function returnLeftBehind(env: Env): Promise<void> {
  const rows = await kernelDatabase(env, systemTenantId).call('select * from kernel.left_behind($1)', [mostMoves])
  const manifests = new Map<string, Awaited<ReturnType<typeof readManifests>>>()
  const moves: Move[] = []
  for (const [tenantId, plugin, from, to, grants, previousGrants, rev, reason] of rows) {
    const pluginId = String(plugin)
    const names = [String(from), String(to)] as const
    const key = [pluginId, ...names].join(' ')
    const known = manifests.get(key) ?? (await readManifests(env, pluginId, names))
    manifests.set(key, known)
    const [current, before] = [known.get(names[0]), known.get(names[1])]
    if (current === undefined || before === undefined) continue
    const narrowed = carriedGrants(grants as Grants, askedGrants(before.needs), askedGrants(before.needs))
    const had = previousGrants as Grants | null
    moves.push({
      tenantId: String(tenantId),
      pluginId,
      from: names[0],
      to: names[1],
      grants: had === null ? narrowed : carriedGrants(grants as Grants, askedGrants(current.needs), had),
      previous: null,
      held: names[0],
      rev: Number(rev),
      record: {
        action: 'plugin.rolledBack',
        data: { title: before.title, from: names[0], to: names[1], ...(reason === null ? {} : { reason }) },
      },
    })
  }
  await moveAll(env, moves)
}

async function readWatched(env: Env): Promise<Watched[]> {
  const rows = await kernelDatabase(env, systemTenantId).call('select * from kernel.watched_versions($1)', [
    mostVersions,
  ])
  return rows.map(([plugin, version, stage, age, hasBefore, ...numbers]) => {
    const [holders = 0, calls = 0, errors = 0, callsBefore = 0, errorsBefore = 0] = numbers.map(Number)
    return {
      pluginId: String(plugin),
      version: String(version),
      stage: stage as 'few' | 'all',
      ageSeconds: Number(age),
      hasBefore: hasBefore === true,
      holders,
      calls,
      errors,
      callsBefore,
      errorsBefore,
    }
  })
}

async function takeBack(env: Env, { pluginId, version, calls, errors }: Watched): Promise<void> {
  const reason = `${errors} of ${calls} calls failed, more than with the version before`
  const record = { action: 'published.rolledBack', subject: `plugin:${pluginId}`, data: { version, reason } }
  await changeAsSystem(
    env,
    systemTenantId,
    record,
    `update kernel.published_versions set state = 'rolled_back', reason = $3, state_at = now()
     where plugin_id = $1 and version = $2 and state = 'live' returning version`,
    [pluginId, version, reason],
  )
}

async function goOnToAll(env: Env, { pluginId, version }: Watched): Promise<void> {
  const record = { action: 'published.wentToAll', subject: `plugin:${pluginId}`, data: { version } }
  await changeAsSystem(
    env,
    systemTenantId,
    record,
    `update kernel.published_versions set stage = 'all', state_at = now()
     where plugin_id = $1 and version = $2 and state = 'live' and stage = 'few' returning version`,
    [pluginId, version],
  )
}

/** To those whose grants it asks nothing beyond; the others are asked by their pages. */
async function bring(env: Env, { pluginId, version }: Watched, share: number): Promise<number> {
  const rows = await kernelDatabase(env, systemTenantId).call('select * from kernel.rollout_tenants($1, $2, $3, $4)', [
    pluginId,
    version,
    share,
    mostMoves,
  ])
  if (rows.length === 0) return 0
  const manifests = await readManifests(env, pluginId, [version, ...rows.map(([, from]) => String(from))])
  const next = manifests.get(version)
  const moves = rows.flatMap(([tenantId, from, grants, rev]): Move[] => {
    const current = manifests.get(String(from))
    if (next === undefined || current === undefined) return []
    const [asked, askedBefore] = [askedGrants(next.needs), askedGrants(current.needs)]
    if (beyond(asked, askedBefore).length > 0) return []
    return [
      {
        tenantId: String(tenantId),
        pluginId,
        from: String(from),
        to: version,
        grants: carriedGrants(grants as Grants, askedBefore, asked),
        previous: { version: String(from), grants: grants as Grants },
        held: null,
        rev: Number(rev),
        record: { action: 'plugin.upgraded', data: { title: next.title, from: String(from), to: version } },
      },
    ]
  })
  await moveAll(env, moves)
  return moves.length
}

/** A workspace whose gate is away is moved by the next sweep. */
async function moveAll(env: Env, moves: readonly Move[]): Promise<void> {
  for (let at = 0; at < moves.length; at += movesAtOnce)
    await Promise.all(
      moves.slice(at, at + movesAtOnce).map((move) =>
        moveInstallation(env, move).catch((error: unknown) => {
          console.error('A plugin could not be moved:', messageOf(error))
        }),
      ),
    )
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown'
}
