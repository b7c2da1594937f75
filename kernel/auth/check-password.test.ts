import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { passwordLength, passwordProblems } from './check-password.ts'

const ada = { email: 'ada.lovelace@example.com', name: 'Ada Lovelace' }
const problems = (password: string, person = ada) => passwordProblems(password, person).join(' ')

describe('passwordProblems', () => {
  it.each([
    'a lantern over the harbour',
    'correct horse battery staple',
    'wfkzqxmvbtlp',
    'S3cure-Harbour-Lantern',
    '8302 5519 0476 21',
    'пароль из четырёх слов',
    '一二三四五六七八九十百千',
    'my password is a lantern',
    'ada.lovelace likes lanterns',
    'Zz9$Zz9$Qq7!',
    'x'.repeat(3) + 'lantern over harbour '.repeat(9),
  ])('finds nothing wrong with %j', (password) => {
    expect(problems(password)).toBe('')
  })

  it('wants 12 characters and at most 200, and counts what a person sees as one code point', () => {
    expect(problems('lantern-ovr')).toMatch(/at least 12/)
    expect(problems('lantern-over')).toBe('')
    expect(problems('🏮🔑🚢🌊⚓🧭🗺🐟')).toMatch(/at least 12/)
    expect(problems('🏮🔑🚢🌊⚓🧭🗺🐟🐙🦀🐳🐬')).toBe('')
    const long = 'lantern over harbour '.repeat(10)
    expect(problems(`z${long.slice(0, passwordLength.max - 1)}`)).toBe('')
    expect(problems(`z${long.slice(0, passwordLength.max)}`)).toMatch(/at most 200/)
  })

  it.each([
    'password1234',
    'Password123!',
    'P@ssw0rd2026!',
    'P@55w0rd!!!!!',
    'P@$$12345678',
    'p@$$w0rd1234',
    '$ecret123456',
    'passwordpassword',
    'PasswordPasswordPass',
    '123password123',
    'pass word 1234',
    'Welcome@12345',
    'Admin@1234567',
    '@dmin1234567',
    'administrator',
    'qwerty123456',
    '123456qwerty',
    'qwertyuiop[]',
    'asdfghjkl;zx',
    'poiuytrewq123',
    '1q2w3e4r5t6y',
    'q1w2e3r4t5y6',
    '1qaz2wsx3edc',
    '123qweasdzxc',
    'qazwsxedc123',
    '123456789012',
    '098765432109',
    '123123123123',
    '1234512345123',
    '123456123456',
    '123456654321',
    'aaaaaaaaaaaa',
    'abababababab',
    'abcdefghijkl',
    'zyxwvutsrqpo',
    'a1b2c3d4e5f6',
    'abc123abc123',
    'qwe123qwe123',
    'iloveyou1234',
    'iloveyouiloveyou',
    'Football2026!',
    'Summer2026!!',
    'changeme1234',
    'letmein!!!!!',
    'test12345678',
    'manchester2026',
    'contraseña123',
    'digital platform factory',
    'ｐａｓｓｗｏｒｄ１２３４',
  ])("refuses %j, which is in every attacker's first tries", (password) => {
    expect(problems(password)).toMatch(/first passwords/)
  })

  it.each([
    'ada.lovelace@example.com',
    'ADA.LOVELACE@EXAMPLE.COM',
    'ada.lovelace',
    'adalovelace1815',
    'Ada Lovelace',
    'Lovelace Ada!',
    '@d@-L0velace',
    'lovelace.ada.1815',
    'adalovelaceadalovelace',
  ])('refuses %j of Ada Lovelace', (password) => {
    expect(problems(password)).toMatch(/your own name or email/)
  })

  it('refuses a telephone number for a local part', () => {
    expect(problems('4915112907358', { email: '4915112907358@example.com', name: '' })).toMatch(/your own/)
  })

  it('takes no offence at a person without a name, or with one of signs only', () => {
    expect(problems('a lantern over the harbour', { email: '', name: '' })).toBe('')
    expect(problems('8302 5519 0476 21', { email: '@', name: '***' })).toBe('')
  })

  it('refuses what cannot be typed: a NUL, a line break, half a character', () => {
    for (const bad of ['\0', '\n', '\ud800', '\x7f']) expect(problems(`lantern over ${bad}`)).toMatch(/can be typed/)
  })

  it('answers sentences for anything at all, in no time', () => {
    const startedAt = performance.now()
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (password, name) => {
        for (const problem of passwordProblems(password, { email: name, name })) expect(problem).toMatch(/^[A-Z].+\.$/)
      }),
    )
    for (const unit of ['a', 'ab', 'password', '\u0390', '🏮']) passwordProblems(unit.repeat(100_000), ada)
    passwordProblems('lantern over', { email: `${'1'.repeat(200_000)}a`, name: `${'1'.repeat(200_000)}a` })
    expect(performance.now() - startedAt).toBeLessThan(5000)
  })
})
