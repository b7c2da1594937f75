import { platformErrors } from '#sdk'

/** What it means when the database finds that somebody named in a body is no member of the workspace. */
export function refuseStrangers(place: '#' | '#/action/values' = '#') {
  const stranger = (field: string) =>
    platformErrors.invalid({
      errors: [{ in: 'body', pointer: `${place}/${field}`, detail: 'Choose somebody who works in this workspace' }],
    })
  return { deals_owner: stranger('ownerId'), tasks_assignee: stranger('assigneeId') }
}
