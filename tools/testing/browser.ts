import { access } from 'node:fs/promises'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts the machine's Chromium, or says how to get one. It looks nowhere but at the pages it is given. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await findChromium(), args })
}

/** The same with one profile, whose sign-ins every tab has, and a port for other tools to look in at. */
export async function openProfile(folder: string, debuggingPort: number): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath: await findChromium(),
    args: [...args, `--remote-debugging-port=${debuggingPort}`],
  })
}

async function findChromium(): Promise<string> {
  for (const place of [process.env.CHROMIUM_PATH, ...places]) {
    if (
      place !== undefined &&
      (await access(place).then(
        () => true,
        () => false,
      ))
    )
      return place
  }
  throw new Error('No Chromium was found. Install it: apt-get install chromium')
}

/** Waits until a page has what it asked the API for. Its network is never idle: it listens for what others change. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading').first().waitFor()
  await page.locator('main [aria-label="Loading"]').first().waitFor({ state: 'detached' })
}
