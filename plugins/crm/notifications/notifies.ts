import type { NotificationKind } from '#sdk'
import { events } from '../events.ts'
import type { Settings } from '../settings.ts'
import { tellDealAssigned, tellDealWon } from './tell-deals.ts'
import { tellImportFinished } from './tell-import.ts'
import { tellTaskAssigned, tellTasksDue } from './tell-tasks.ts'

/** What the module tells people of. */
export const notifies = {
  task_assigned: {
    title: 'A task is given to you',
    on: [events.taskCreated.action, events.taskUpdated.action, events.tasksChanged.action],
    permission: 'crm.tasks.read',
    channels: { inApp: true, push: true, mail: 'daily' },
    tell: tellTaskAssigned,
  },
  tasks_due: {
    title: 'Your tasks are due today',
    on: [events.tasksDue.action],
    permission: 'crm.tasks.read',
    channels: { inApp: true, push: true, mail: 'off' },
    // Nobody makes a day come, whoever wrote the task.
    tellsActor: true,
    tell: tellTasksDue,
  },
  deal_assigned: {
    title: 'A deal is given to you',
    on: [events.dealCreated.action, events.dealUpdated.action, events.dealsChanged.action],
    permission: 'crm.deals.read',
    channels: { inApp: true, push: true, mail: 'daily' },
    tell: tellDealAssigned,
  },
  deal_won: {
    title: 'Your deal is won',
    on: [events.dealWon.action],
    permission: 'crm.deals.read',
    channels: { inApp: true, push: true, mail: 'daily' },
    tell: tellDealWon,
  },
  import_finished: {
    title: 'An import of yours is done',
    on: [events.importFinished.action],
    permission: 'crm.contacts.import',
    channels: { inApp: true, push: true, mail: 'off' },
    tellsActor: true,
    tell: tellImportFinished,
  },
} as const satisfies Readonly<Record<string, NotificationKind<Settings>>>
