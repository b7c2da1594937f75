import { pointTo } from '../errors/point-to.ts'
import { asksOf } from '../marketplace/sentences.ts'
import type { Registry } from '../request/context.ts'
import type { Manifest } from '../sandbox/manifest.ts'
import { contentFaults } from './content-faults.ts'
import { type Fault, fault } from './fault.ts'
import { manifestFaults } from './manifest-faults.ts'
import type { ReadBundle } from './read-bundle.ts'

/** What the platform finds in a bundle without running it. */
export interface Audit {
  /** A version with any of these is not taken. */
  readonly faults: readonly Fault[]
  readonly warnings: readonly Fault[]
  /** Bytes. */
  readonly sizes: {
    readonly code: number
    readonly manifest: number
    readonly migrations: number
    readonly screenshots: number
  }
  /** What a workspace will read before it installs the plugin. */
  readonly asks: ReturnType<typeof asksOf>
}

/** Looks a bundle over, by itself. What depends on the versions before is looked at where they are known. */
export async function auditBundle({ bundle, manifest }: ReadBundle, { plugins }: Registry): Promise<Audit> {
  const size = (text: string) => new TextEncoder().encode(text).length
  return {
    faults: [...manifestFaults(manifest, plugins), ...(await contentFaults(bundle, manifest))],
    warnings: warningsOf(manifest),
    sizes: {
      code: size(bundle.code),
      manifest: size(bundle.manifest),
      migrations: bundle.migrations.reduce((sum, { sql }) => sum + size(sql), 0),
      screenshots: bundle.screenshots.reduce((sum, text) => sum + Math.floor(text.replace(/=+$/, '').length * 0.75), 0),
    },
    asks: asksOf(manifest, bundle.migrations, (id) => plugins.find((plugin) => plugin.id === id)?.title),
  }
}

/** Migrations that were published run the same everywhere: they stay, in their order, and new ones come after them. */
export function historyFaults(now: ReadBundle['bundle']['migrations'], before: typeof now): Fault[] {
  return before.flatMap(({ id, sql }, place) => {
    const here = now[place]
    const pointer = pointTo('migrations', String(place))
    if (here?.id !== id)
      return [{ pointer, detail: `Here was ${id} in the version before: keep it, and add new ones after it` }]
    return here.sql === sql
      ? []
      : [{ pointer: `${pointer}/sql`, detail: `${id} was published already: leave it as it was, and add a new one` }]
  })
}

function warningsOf({ version, changes, screenshots, needs }: Manifest): Fault[] {
  const unexplained = (['ports', 'hosts', 'calls', 'hears'] as const).flatMap((kind) =>
    Object.entries(needs[kind])
      .filter(([, { why }]) => why === undefined)
      .map(([key]) => fault(['needs', kind, key], 'Say why: whoever decides reads it')),
  )
  const all = (['calls', 'hears'] as const).flatMap((kind) =>
    Object.entries(needs[kind])
      .filter(([, { fields }]) => fields === null)
      .map(([key]) =>
        fault(['needs', kind, key, 'fields'], 'Name the fields that it needs: all of them is what people refuse'),
      ),
  )
  return [
    ...unexplained,
    ...all,
    ...(changes === '' ? [fault(['changes'], `Say what is new in ${version}`)] : []),
    ...(screenshots.length === 0 ? [fault(['screenshots'], 'There are no pictures for the marketplace')] : []),
  ]
}
