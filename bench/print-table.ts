type Row = Readonly<Record<string, string | number>>

/** Prints rows as a Markdown table, so that it can be pasted where it is quoted. */
export function printTable(title: string, rows: readonly Row[]): void {
  const heads = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = [heads, heads.map(() => '---'), ...rows.map((row) => heads.map((head) => String(row[head] ?? '')))]
  console.log(`\n### ${title}\n\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const high = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? high : (high + (sorted[middle - 1] ?? Number.NaN)) / 2
}

/** `0.71 (0.68–0.74)`: the median, the least and the most. */
export function spread(values: readonly number[], digits = 2): string {
  const text = (value: number) => value.toFixed(digits)
  return `${text(median(values))} (${text(Math.min(...values))}–${text(Math.max(...values))})`
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`
}
