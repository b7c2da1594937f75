/** What is wrong with a formula as it is written: where, counted in characters from 0, and in plain words. */
export class FormulaFault extends Error {
  readonly position: number
  readonly length: number

  constructor(message: string, position: number, length = 1) {
    super(message)
    this.name = 'FormulaFault'
    this.position = position
    this.length = length
  }
}

/** Why a formula that is well written gives nothing for one record. */
export class FormulaFailure extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'FormulaFailure'
  }
}
