import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { publishShoes } from '../kernel/marketplace/testing/publish-shoes.ts'
import { startTestPlatform, type TestPlatform } from './testing/test-platform.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform({ database: 'postgres' })
  await publishShoes(platform, '1.0.0')
})
afterAll(() => platform?.stop())

const run = (words: readonly string[], token = inject('secrets').OPERATOR_TOKEN) =>
  promisify(execFile)('node', ['tools/operator.ts', ...words, '--url', platform.url], {
    env: { ...process.env, OPERATOR_TOKEN: token },
  }).then(
    ({ stdout }) => stdout,
    ({ stderr }: { stderr: string }) => `refused: ${stderr}`,
  )

it('the operator’s command says what there is, stops it with a reason, and says what is missing', async () => {
  expect(await run(['list'])).toMatch(/^shoes {2}by \S+ {2}on {2}in 0 workspaces\n {2}1\.0\.0 {2}live, (few|all)/)
  expect(await run(['kill', 'shoes'])).toMatch(/^refused: 422: .*Some of what was sent needs another look/)
  expect(await run(['kill', 'shoes', '--reason', 'It reads too much'])).toBe('Done.\n')
  expect(await run(['list'])).toContain('shoes  by')
  expect(await run(['list'])).toContain('killed (It reads too much)')
  expect(await run(['revive', 'shoes', '--reason', 'Mended'])).toBe('Done.\n')
  expect(await run(['yank', 'shoes', '1.0.0', '--reason', 'Old', '--installed', 'stop'])).toBe('Done.\n')
  expect(await run(['list'])).toContain('1.0.0  yanked (Old)')
  expect(await run(['admit', 'shoes', '1.0.0'])).toMatch(/^refused: 404/)
  expect(await run(['list'], 'x'.repeat(40))).toMatch(/^refused: 401/)
  expect(await run(['explode'])).toMatch(/^refused: Usage: npm run operator/)
})
