import { type BuiltCode, buildCode, openBuild } from './build-code.ts'
import { describeApart, describeHere } from './describe-code.ts'
import type { Description } from './describe-plugin.ts'

/** What a plugin's folder is, once or again and again. */
export interface Builds {
  /** What runs published: the plugin with the SDK as one ES module. */
  readonly build: () => Promise<BuiltCode>
  readonly describe: () => Promise<Description>
  readonly close: () => Promise<void>
}

/** Builds a folder once. */
export function buildOnce(folder: string): Builds {
  return {
    build: () => buildCode(folder, 'isolated'),
    describe: async () => describeApart(await buildCode(folder, 'describe')),
    close: async () => undefined,
  }
}

/** Builds a folder that is worked on: what has not changed is not read again. */
export async function openBuilds(folder: string): Promise<Builds> {
  const [isolated, here] = await Promise.all([openBuild(folder, 'isolated'), openBuild(folder, 'describeHere')])
  return {
    build: isolated.build,
    // What fails here is looked at apart, where its place is told.
    describe: async () =>
      describeHere(folder, await here.build()).catch(async () => describeApart(await buildCode(folder, 'describe'))),
    close: async () => {
      await Promise.all([isolated.close(), here.close()])
    },
  }
}
