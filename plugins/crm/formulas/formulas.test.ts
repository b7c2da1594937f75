import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkFormula, type NamedField, renameIn } from './check-formula.ts'
import { computeCustom, orderFormulas } from './compute-custom.ts'
import { evaluateFormula } from './evaluate.ts'
import { FormulaFault } from './formula-fault.ts'
import { formulaFunctions } from './functions.ts'
import { parseFormula } from './parse-formula.ts'
import { CalendarDay, type Value } from './values.ts'

const fields: Readonly<Record<string, Value>> = {
  amount: 1250,
  probability: 30,
  title: 'Wedding at Café Straße',
  'first name': 'Anna',
  created: new CalendarDay('2026-11-01'),
  vip: true,
  city: null,
}
const scope = { today: '2026-11-23', seek: (name: string) => fields[name] }
const give = (text: string) => {
  const result = evaluateFormula(parseFormula(text), scope)
  return 'problem' in result
    ? { problem: result.problem }
    : result.value instanceof CalendarDay
      ? result.value.iso
      : result.value
}

describe('a formula', () => {
  test.each<[string, unknown]>([
    ['{amount} * {probability} / 100', 375],
    ['amount * Probability / 100', 375],
    ['1 + 2 * 3 - 4', 3],
    ['2 - 3 - 4', -5],
    ['12 / 3 / 2', 2],
    ['-2 * 3', -6],
    ['--2', 2],
    ['(1 + 2) * 3', 9],
    ['1 + 1 & 2', '22'],
    ['"a" & "b" = "AB"', true],
    ['1 < 2 and 2 < 1 or true', true],
    ['not 1 = 2 and true', true],
    ['not (1 = 1) or false', false],
    ['-7 % 3', 2],
    ['0.1 + 0.2', 0.3],
    ['0.1 + 0.2 = 0.3', true],
    ['if({amount} > 1000; "large"; "small")', 'large'],
    ['if({vip}, "yes")', 'yes'],
    ['if(not {vip}, "yes")', null],
    ['if(true, 1, 1 / 0)', 1],
    ['false and 1 / 0 > 1', false],
    ['min(3, {city}, 2)', 2],
    ['max(today(), {created})', '2026-11-23'],
    ['min({city})', null],
    ['sum(1, {city}, 2)', 3],
    ['round(2.345, 2)', 2.35],
    ['round(-2.5)', -3],
    ['round(1234.5, -2)', 1200],
    ['round(1.005, 2)', 1.01],
    ['floor(-1.5)', -2],
    ['ceil(1.2)', 2],
    ['abs(-3)', 3],
    ['len({title})', 22],
    ['upper({first  NAME})', 'ANNA'],
    ['left("häß😀x", 4)', 'häß😀'],
    ['right("abc", 2)', 'bc'],
    ['left("abc", -1)', ''],
    ['trim("  a ")', 'a'],
    ['contains({title}, "CAFÉ")', true],
    ['empty({city}) and not empty({title})', true],
    ['{city} = 0 and {city} = "" and {city} = false', true],
    ['{city} & "x"', 'x'],
    ['days({created}, today)', 22],
    ['today() - {created}', 22],
    ['adddays({created}, 30)', '2026-12-01'],
    ['{created} + 30', '2026-12-01'],
    ['{created} - 1', '2026-10-31'],
    ['{created} < "2026-11-02"', true],
    ['year({created}) * 100 + month({created}) + day({created})', 202612],
    ['{city} + {created}', null],
    ['text(1.50) & text({created})', '1.52026-11-01'],
    ['number("1 250,50")', 1250.5],
    ['number({city})', null],
    ['"say ""hi"""', 'say "hi"'],
    ['“quoted”', 'quoted'],
    ['2 ≤ 3 and 6 ÷ 2 = 3 and 2 × 2 ≠ 5', true],
    ['1 / 0', { problem: 'Nothing can be divided by 0' }],
    ['"a" + 1', { problem: 'A number is needed here, not a text' }],
    ['{vip} + 1', { problem: 'A number is needed here, not yes or no' }],
    ['if("x", 1)', { problem: 'Yes or no is needed here, not a text' }],
    ['year("soon")', { problem: 'A date is needed here, not a text' }],
    ['adddays(today, 9999999)', { problem: 'This date is too far away' }],
    [`${'9'.repeat(200)} * ${'9'.repeat(200)}`, { problem: 'This number is too large' }],
  ])('%s gives %j', (text, value) => {
    expect(give(text)).toEqual(value)
  })

  test.each([
    ['1 +', 3, 'Something is missing at the end'],
    ['(1', 0, 'This bracket is never closed; add )'],
    ['1)', 1, 'This bracket closes nothing'],
    ['1 2', 2, 'A sign such as + or & is missing before this'],
    ['"abc', 0, 'This text has no end; close it with "'],
    ['{amount', 0, 'This field name has no end; close it with }'],
    ['{}', 0, 'Write the name of a field between { and }'],
    ['1 < 2 < 3', 6, 'Compare two things at a time; join comparisons with and, or'],
    ['foo(1)', 0, 'There is no function “foo”'],
    ['1 + round()', 4, 'Write it like this: round({amount}, 2)'],
    ['1 ? 2', 2, '“?” means nothing here'],
    ['*2', 0, 'Something is missing before “*”'],
    ['', 0, 'Something is missing at the end'],
  ])('%j is refused at %d: %s', (text, position, message) => {
    expect(() => parseFormula(text)).toThrow(expect.objectContaining({ name: 'FormulaFault', message, position }))
  })
})

/** A formula with brackets around everything, and what it is by JavaScript's own reckoning. */
interface Sum {
  readonly bare: string
  readonly value: number
  /** Of the outermost sign: what binds weaker needs brackets inside of it. */
  readonly strength: number
}

const { sum } = fc.letrec<{ sum: Sum }>((tie) => ({
  sum: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.integer({ min: 0, max: 99 }).map((value): Sum => ({ bare: String(value), value, strength: 9 })),
    tie('sum').map((of): Sum => ({ bare: `-${wrap(of, 9)}`, value: -of.value, strength: 8 })),
    fc
      .tuple(tie('sum'), fc.constantFrom('+', '-', '*', '/'), tie('sum'))
      .map(([left, sign, right]): Sum => joinSums(left, sign, right)),
  ),
}))

function wrap({ bare, strength }: Sum, least: number): string {
  return strength < least ? `(${bare})` : bare
}

function joinSums(left: Sum, sign: string, right: Sum): Sum {
  const strength = sign === '+' || sign === '-' ? 6 : 7
  const value =
    sign === '+'
      ? left.value + right.value
      : sign === '-'
        ? left.value - right.value
        : sign === '*'
          ? left.value * right.value
          : left.value / right.value
  return { bare: `${wrap(left, strength)} ${sign} ${wrap(right, strength + 1)}`, value, strength }
}

describe('whatever is written', () => {
  test('signs bind as in school: the same as by an independent reckoning, with no bracket too many', () => {
    fc.assert(
      fc.property(sum, ({ bare, value }) => {
        fc.pre(Number.isFinite(value) && bare.length < 500)
        const given = give(bare)
        // A division by nothing further inside has no value here, and can vanish in JavaScript as 1 / Infinity.
        fc.pre(typeof given === 'number')
        expect(given).toBeCloseTo(value, 6)
      }),
      { numRuns: 2000 },
    )
  })

  const word = fc.constantFrom(
    ...formulaFunctions.keys(),
    ...['{amount}', '{title}', '{created}', '{city}', '{vip}', '{none}', '1', '2.5', '"a"', '"2026-01-01"', 'true'],
    ...['(', ')', '(', ')', ',', '+', '-', '*', '/', '%', '&', '=', '!=', '<', '>=', 'and', 'or', 'not', ' '],
  )

  test('a formula is read or refused with its place, and then gives something or says why: it never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 200, unit: 'binary' }),
          fc.array(word, { maxLength: 40 }).map((words) => words.join('')),
        ),
        (text) => {
          try {
            const result = evaluateFormula(parseFormula(text), scope)
            expect('value' in result || result.problem.length > 0).toBe(true)
          } catch (error) {
            expect(error).toBeInstanceOf(FormulaFault)
            const { position, message } = error as FormulaFault
            expect(position).toBeGreaterThanOrEqual(0)
            expect(position).toBeLessThanOrEqual(text.length)
            expect(message).not.toBe('')
          }
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('length, depth and parts are bounded, and so is the time', () => {
    const nested = (count: number) => `${'('.repeat(count)}1${')'.repeat(count)}`
    expect(give(nested(40))).toBe(1)
    expect(() => parseFormula(nested(400))).toThrow('too many brackets')
    expect(() => parseFormula('-'.repeat(1000))).toThrow(FormulaFault)
    expect(() => parseFormula('not '.repeat(300))).toThrow(FormulaFault)
    expect(() => parseFormula(Array.from({ length: 600 }, () => '1').join('+'))).toThrow('too many parts')
    expect(() => parseFormula(`"${'a'.repeat(2000)}"`)).toThrow('at most 2000')
    const doubling = Array.from({ length: 30 }, (_, place) => [
      `f${place}`,
      'formula',
      place === 0 ? '"aaaaaaaaaa"' : `{f${place - 1}} & {f${place - 1}}`,
    ])
    const startedAt = performance.now()
    const shown = computeCustom({}, JSON.stringify(doubling), clock, () => ({}))
    expect(String(shown.f5).length).toBe(320)
    expect(shown.f29).toBeNull()
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })
})

const clock = { now: new Date('2026-11-23T12:00:00Z'), tenant: { timeZone: 'UTC' } }

describe('formulas among each other', () => {
  const stored = (...formulas: [key: string, formula: string][]) =>
    JSON.stringify([['Since', 'date', null], ...formulas.map(([key, formula]) => [key, 'formula', formula])])

  test('each is worked out after those that it names, beside what is stored', () => {
    const text = stored(['A', '{b} * 2'], ['B', '{Visits} + 1'], ['Next', '{Since} + 7'])
    expect(computeCustom({ Visits: 4, Since: '2026-01-01' }, text, clock, () => ({}))).toEqual({
      Visits: 4,
      Since: '2026-01-01',
      A: 10,
      B: 5,
      Next: '2026-01-08',
    })
  })

  test('one that fails is null, as is what names it, and no other; a record’s own fact comes before a field of its name', () => {
    const text = stored(['Bad', '1 / 0'], ['On', '{Bad} + 1'], ['Own', '{Amount}'], ['Broken', '1 +'])
    expect(computeCustom({ Amount: 1 }, text, clock, () => ({ amount: 99 }))).toEqual({
      Amount: 1,
      Bad: null,
      On: null,
      Own: 99,
      Broken: null,
    })
  })

  test('a circle that is stored nevertheless gives nothing, and ends', () => {
    const { formulas } = orderFormulas([
      ['A', 'formula', '{B}'],
      ['B', 'formula', '{C}'],
      ['C', 'formula', '{A}'],
      ['D', 'formula', '1'],
    ])
    expect(formulas.filter(({ formula }) => formula !== undefined).map(({ key }) => key)).toEqual(['D'])
  })

  const field = (key: string, formula: string | null, more: Partial<NamedField> = {}): NamedField => ({
    key,
    formula,
    type: formula === null ? 'number' : 'formula',
    resultType: null,
    records: ['deal'],
    ...more,
  })

  test('a circle is refused with the way round it', () => {
    const others = [field('B', '{C} + 1'), field('C', '{a} + 1')]
    expect(faultOf(() => checkFormula('1 + {b}', ['deal'], others, 'A'))).toMatchObject({
      detail: 'This goes in a circle: A → B → C → A',
      position: 4,
      errors: [{ in: 'body', pointer: '#/formula' }],
    })
    expect(faultOf(() => checkFormula('{A}', ['deal'], [], 'A'))).toMatchObject({
      detail: 'This goes in a circle: A → A',
    })
    expect(() => checkFormula('{b}', ['deal'], [field('B', '1')], 'A')).not.toThrow()
  })

  test('a field has to be there for every kind of record', () => {
    const others = [field('Visits', null)]
    expect(checkFormula('{Visits} + {Amount}', ['deal'], others, undefined).resultType).toBe('number')
    expect(faultOf(() => checkFormula('{Visits}', ['deal', 'contact'], others, undefined))).toMatchObject({
      detail: 'There is no field “Visits” of contacts',
      position: 0,
      length: 8,
    })
  })

  test.each([
    ['{amount} * 2', 'number'],
    ['{title} & 2', 'text'],
    ['{created} + 2', 'date'],
    ['today() - {created}', 'number'],
    ['{amount} > 2', 'boolean'],
    ['if({amount} > 2, "a", "b")', 'text'],
    ['if({amount} > 2, "a", 1)', null],
    ['max({created}, {closed})', 'date'],
  ])('%s is sure to give %s', (text, type) => {
    expect(checkFormula(text, ['deal'], [], undefined).resultType).toBe(type)
  })

  test('a new name of a field comes into every formula, and nothing else changes', () => {
    expect(renameIn('{visits} + round( {Visits},2) & "{visits}"', 'Visits', 'Stays')).toBe(
      '{Stays} + round( {Stays},2) & "{visits}"',
    )
    expect(renameIn('amount + 1', 'Amount', 'Sum of it')).toBe('{Sum of it} + 1')
  })
})

function faultOf(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return (error as { facts: unknown }).facts
  }
  throw new Error('Nothing was refused')
}
