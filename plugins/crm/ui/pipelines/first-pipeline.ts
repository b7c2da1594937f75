/** What a workspace begins with. */
export const firstPipeline = {
  name: 'Sales',
  stages: [
    { name: 'New', kind: 'open', probability: 10 },
    { name: 'Talking', kind: 'open', probability: 30 },
    { name: 'Offer made', kind: 'open', probability: 60 },
    { name: 'Won', kind: 'won', probability: 100 },
    { name: 'Lost', kind: 'lost', probability: 0 },
  ],
} as const
