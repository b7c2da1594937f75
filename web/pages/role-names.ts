/** Roles in the words of the page, with what each may do. */
export const roleNames = { owner: 'Owner', admin: 'Manager', member: 'Team member', viewer: 'Viewer' } as const

export const roleHints = {
  owner: 'May do everything, and decides who owns the workspace.',
  admin: 'May do everything but delete the workspace.',
  member: 'Works with customers and everything else that is turned on.',
  viewer: 'Sees everything, changes nothing.',
} as const
