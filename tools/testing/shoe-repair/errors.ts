import { defineErrors } from '#sdk'

export const errors = defineErrors('shoe_repair', { notFound: [404, 'There is no such repair'] })
