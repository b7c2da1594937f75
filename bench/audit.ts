import lighthouse, { desktopConfig } from 'lighthouse'
import type { Page } from 'playwright-core'
import { settled } from '../tools/testing/browser.ts'
import { median } from './print-table.ts'

type Row = Record<string, string | number>
type Category = 'performance' | 'accessibility' | 'best-practices' | 'seo'

/** What is asked of pages behind a sign-in, which no search engine sees. */
const inside: readonly Category[] = ['performance', 'accessibility', 'best-practices']

/** Each page as a phone on a slow network and as a desktop would have it, by Lighthouse's own presets. */
export async function audit(
  urls: readonly string[],
  port: number,
  rounds: number,
  categories: readonly Category[] = inside,
): Promise<Row[]> {
  const rows: Row[] = []
  for (const url of urls)
    rows.push({
      page: new URL(url).pathname.replace(/^\/[ws]\/[^/]+/, '') || '/ (home)',
      desktop: await scores(url, port, rounds, categories, desktopConfig),
      phone: await scores(url, port, rounds, categories),
    })
  return rows
}

async function scores(
  url: string,
  port: number,
  rounds: number,
  categories: readonly Category[],
  config?: typeof desktopConfig,
): Promise<string> {
  const runs: (readonly number[])[] = []
  for (let round = 0; round < rounds; round++) {
    // The sign-in is kept: what is looked at are pages of somebody who is signed in.
    const flags = { port, disableStorageReset: true, onlyCategories: [...categories], logLevel: 'silent' as const }
    const result = await lighthouse(url, flags, config)
    if (result === undefined || result.lhr.runtimeError !== undefined)
      throw new Error(`Lighthouse could not look at ${url}: ${result?.lhr.runtimeError?.message}`)
    runs.push(categories.map((name) => Math.round(100 * (result.lhr.categories[name]?.score ?? 0))))
  }
  return categories.map((_, place) => median(runs.map((run) => run[place] ?? 0))).join(' / ')
}

/** Bytes on the wire of one visit with an empty cache. */
export async function firstVisit(page: Page, url: string): Promise<Row> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.clearBrowserCache')
  const sizes = { script: 0, other: 0, requests: 0 }
  const kinds = new Map<string, string>()
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    sizes.requests += 1
    sizes[kinds.get(requestId) === 'Script' ? 'script' : 'other'] += encodedDataLength
  })
  await page.goto(url)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await settled(page)
  await session.detach()
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`
  return {
    'JavaScript on the wire': kilobytes(sizes.script),
    'all else': kilobytes(sizes.other),
    requests: sizes.requests,
  }
}
