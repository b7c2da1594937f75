import axe from 'axe-core'
import type { Page } from 'playwright-core'

/**
 * What axe finds wrong with a page, by all of its rules: each rule with the places. It asks when nothing moves any more.
 *
 * It runs in the page and passes on the violations alone: to describe all that is right takes three times as long.
 */
export async function askAxe(page: Page, options: { readonly exclude?: readonly string[] } = {}): Promise<string[]> {
  if (page.frames().length > 1) throw new Error(`${page.url()} has a frame, into which this does not look`)
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source)
  return page.evaluate(`(${findViolations})(${JSON.stringify({ exclude: options.exclude ?? [] })})`)
}

const findViolations = `async (context) => {
  // Half-way through, colours are not yet what they will be. A spinner has no end.
  const moving = () => document.getAnimations().filter(({ playState, effect }) =>
    playState === 'running' && effect.getComputedTiming().endTime < Infinity)
  while (moving().length > 0) await Promise.allSettled(moving().map(({ finished }) => finished))
  // A dialog that has gone a moment ago lets go of the page behind it in the next frames.
  const isLeft = () => document.querySelector('#app[aria-hidden="true"]') !== null &&
    document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') === null
  for (let frames = 0; isLeft() && frames < 60; frames++) await new Promise(requestAnimationFrame)
  const { violations } = await axe.run(context, { resultTypes: ['violations'] })
  return violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.join(' ')).join(', '))
}`
