import { type Finding, type Proof, type ProofOptions, scaled } from './proof.ts'
import { escapes } from './sandbox/escapes.ts'
import { flipBytes } from './sandbox/flips.ts'
import { measureNeighbours } from './sandbox/neighbours.ts'
import { openSandboxStage } from './sandbox/stage.ts'

/** A plugin that a stranger published tries to get out, to be another, and to be in everybody's way. */
export const sandbox: Proof = {
  name: 'sandbox',
  promise:
    'A published plugin gets nothing that it was not granted, runs as it was signed, and leaves its neighbours alone',
  plant,
  run,
}

/** Each way out with the fault that would open it; one that is not noticed ends the proof. */
async function plant({ scale, seed }: ProofOptions): Promise<Finding> {
  const faults: string[] = []
  for (const { name, fault, succeeds } of escapes) {
    const stage = await openSandboxStage(fault)
    try {
      if (!(await succeeds(stage))) throw new Error(`With its fault planted, nobody noticed: ${name}`)
      faults.push(name)
    } finally {
      await stage.stop()
    }
  }
  const stage = await openSandboxStage({
    find: /async function versionFault\(\w+, \w+\) \{/,
    put: '$& return undefined;',
  })
  try {
    const loaded = await flipBytes(stage, scaled(20, scale, 10), seed)
    if (loaded.length === 0) throw new Error('With versions unchecked, nobody noticed a flipped byte')
    faults.push(`${loaded.length} flipped bytes`)
  } finally {
    await stage.stop()
  }
  return { done: `${escapes.length + 1} faults planted, each noticed`, faults }
}

async function run({ scale, seed }: ProofOptions): Promise<Finding> {
  const stage = await openSandboxStage()
  try {
    const faults: string[] = []
    const flips = scaled(1000, scale, 50)
    faults.push(...(await flipBytes(stage, flips, seed)))
    for (const { name, succeeds } of escapes) if (await succeeds(stage)) faults.push(name)
    const { idleMs, besideMs, attempts } = await measureNeighbours(stage, scaled(1000, scale, 300))
    if (besideMs > 2 * idleMs)
      faults.push(`a neighbour waited ${besideMs.toFixed(1)} ms (p99) instead of ${idleMs.toFixed(1)}`)
    const waits = `p99 ${idleMs.toFixed(1)} ms alone, ${besideMs.toFixed(1)} ms beside ${attempts} hostile requests`
    return { done: `${flips} flipped bytes, ${escapes.length} escapes, ${waits}`, faults }
  } finally {
    await stage.stop()
  }
}
