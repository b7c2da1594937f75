/** Does `count` things, `lanes` of them at a time. */
export async function inParallel(count: number, lanes: number, act: (index: number) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: Math.min(lanes, count) }, async () => {
      for (let index = next++; index < count; index = next++) await act(index)
    }),
  )
}
