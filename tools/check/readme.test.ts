import { access, readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { passedThrough } from '../cli/serve.ts'

/** Settings that `npm start` makes or reads by itself. */
const ownReading = ['DATABASE_URL', 'DATABASE_HTTP', 'SESSION_SECRET', 'ENCRYPTION_KEY', 'OPERATOR_TOKEN']
/** Makes passwords cheap, for tests alone: nobody is to find it in a table of settings. */
const unnamed = ['PASSWORD_COST']

describe('README.md', () => {
  let readme: string
  let settings: string[]

  beforeAll(async () => {
    readme = await readFile('README.md', 'utf8')
    const env = await readFile('kernel/env.ts', 'utf8')
    settings = [...env.matchAll(/readonly ([A-Z_]+)\??: string$/gm)].flatMap(([, name]) => name ?? [])
    settings = settings.filter((name) => !unnamed.includes(name))
    expect(settings.length).toBeGreaterThan(12)
  })

  it('names every setting of the Worker', () => {
    expect(settings.filter((name) => !readme.includes(`| \`${name}\``))).toEqual([])
  })

  it('names no setting that npm start does not hand on', () => {
    const handedOn = [...ownReading, ...passedThrough]
    expect(settings.filter((name) => !handedOn.includes(name))).toEqual([])
    const named = [...readme.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name)
    expect(named.toSorted()).toEqual(settings.toSorted())
  })

  it('names every command', async () => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: object }
    // What npm runs before another command is named by that one: `prepack`.
    const named = (name: string) => new RegExp(`^\\| \`npm (run )?${name.replace(/^pre/, '')}[ \`]`, 'm').test(readme)
    expect(Object.keys(scripts).filter((name) => !named(name))).toEqual([])
  })

  it('leads to what is there', async () => {
    const links = [...readme.matchAll(/(?:\]\(|src=")(docs[^)#"]*)/g)].flatMap(([, path]) => path ?? [])
    expect(links.length).toBeGreaterThan(10)
    for (const link of links) await access(link)
  })
})
