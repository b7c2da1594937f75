/** What one run of a proof did and what it found: nothing, when the promise holds. */
export interface Finding {
  /** A phrase with figures: `1,000 writes, 6 kills`. */
  readonly done: string
  readonly faults: readonly string[]
}

export interface ProofOptions {
  /** Multiplies every count; 1 is what DESIGN.md promises. */
  readonly scale: number
  /** Of what is left to chance; the same seed sends the same requests. */
  readonly seed: number
}

/** A promise of the platform and how it is attacked. */
export interface Proof {
  readonly name: string
  readonly promise: string
  /** Attacks a platform with a fault built in. A proof that does not find it proves nothing. */
  readonly plant: (options: ProofOptions) => Promise<Finding>
  readonly run: (options: ProofOptions) => Promise<Finding>
}

/** A count under the scale, never less than `least`. */
export function scaled(count: number, scale: number, least = 1): number {
  return Math.max(least, Math.round(count * scale))
}
