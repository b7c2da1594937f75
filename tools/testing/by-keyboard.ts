import type { Locator, Page } from 'playwright-core'

/** No page has this many places to stop at. */
const mostStops = 200

/** Goes through the page with the Tab key until the element has the focus. */
export async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const element = wanted.first()
  await element.waitFor()
  for (let stop = 0; stop < mostStops; stop++) {
    if (await element.evaluate((node) => node === node.ownerDocument.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error(`The Tab key does not come to ${wanted}`)
}

/** Goes to a button, a link or a tab, and presses it with Enter. */
export async function press(page: Page, wanted: Locator): Promise<void> {
  await tabTo(page, wanted)
  await page.keyboard.press('Enter')
}

/** Goes to a field and writes into it, in place of what is there. */
export async function write(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
}

/** Takes back what was just done, once the offer to do so stands there and no dialog has the keys for itself. */
export async function takeBack(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Undo' }).last().waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('z')
}

/** Goes to a field for a day or a time and sets it; its parts differ from language to language, so the value is given. */
export async function setValue(page: Page, field: Locator, value: string): Promise<void> {
  await tabTo(page, field)
  await field.fill(value)
}

/** Counts what only a mouse, a pen or a finger does, in `window.heardMice`. */
export const mouseCounter = `
  window.heardMice = 0
  for (const name of ['mousedown', 'pointerdown', 'touchstart', 'dragstart'])
    addEventListener(name, () => { window.heardMice += 1 }, { capture: true })
`
