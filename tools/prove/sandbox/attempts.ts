/** What the hostile plugin of the proof tries, by name: the text of an object's members. */
export const attempts = `
  fine: () => 'fine',
  cookie: () => ({ reply: { logs: [], response: Response.json({ got: 1 }, { headers: { 'set-cookie': 'a=b' } }) } }),
  read: async ({ kernel, args }) => (await kernel.database.read([{ sql: args, params: [] }])).rows,
  page: () => ({ reply: { logs: [], response: new Response('<script>1</script>', { headers: { 'content-type': 'text/html' } }) } }),
  fetch: async ({ args }) => (await fetch(args)).status,
  remember: ({ memory, args }) => { memory.kept = args; return 'kept' },
  recall: ({ memory }) => memory.kept ?? null,
  call: async ({ kernel, args }) => (await kernel.modules.call(args)).value,
  flood: async ({ kernel, args }) => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => kernel.modules.call({ route: args })))
    return outcomes.filter((one) => 'value' in one).length
  },
  untilRefused: async ({ kernel, args }) => {
    await fetch('https://api.example.com/began')
    for (let count = 0; count < 150; count++) {
      const outcome = await kernel.modules.call({ route: args })
      if ('problem' in outcome) return 'refused'
    }
    return 'never refused'
  },
  hang: () => new Promise(() => {}),
  throws: () => { throw { raw: new Error('x') } },
  endless: () => ({ reply: { logs: [], response: new Response(new ReadableStream({
    pull(controller) { controller.enqueue(new Uint8Array(65536)) },
  }), { headers: { 'content-type': 'application/json' } }) } }),
`
