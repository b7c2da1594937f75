/** All that a page draws with: the shell's own pages and the plugins' `ui/` folders alike. */

export { type LiveRecord, useLive } from '../shell/live.ts'
export {
  definePluginUi,
  type FindRecords,
  type FirstStep,
  type FoundRecord,
  type NavEntry,
  type PageShortcut,
  type PluginUi,
  type RecordPanel,
  type SearchProvider,
  type Verb,
  type Widget,
} from '../shell/plugin-ui.ts'
export { Problem } from '../shell/problem.ts'
export { useWorkspace, type Workspace } from '../shell/use-workspace.ts'
export { Badge } from './badge.tsx'
export { type Bar, Bars } from './bars.tsx'
export { BoardCard } from './board/board-card.tsx'
export { BoardColumn } from './board/board-column.tsx'
export type { BoardMove } from './board/board-context.ts'
export { Board } from './board.tsx'
export { Button, LinkButton } from './button.tsx'
export type { CalendarMove } from './calendar/carry.ts'
export { clockWords, minuteWords, spanWords } from './calendar/looks.ts'
export type { CalendarColumn, CalendarEntry } from './calendar/model.ts'
export { MonthGrid } from './calendar/month-grid.tsx'
export {
  type CalendarDays,
  type CalendarPeriod,
  type CalendarView,
  daysOf,
  listDays,
  readPeriod,
  stepPeriod,
  writePeriod,
} from './calendar/period.ts'
export { type CalendarPick, TimeGrid } from './calendar/time-grid.tsx'
export {
  addDays,
  addMonths,
  clockOf,
  dayOf,
  firstWeekdayOf,
  isDay,
  minutesOf,
  momentAt,
  startOfDay,
  startOfWeek,
  wallTime,
} from './calendar/zone.ts'
export { type Ahead, changeAhead } from './change-ahead.ts'
export { Confirm } from './confirm.tsx'
export { CopyLine } from './copy-line.tsx'
export { DateField, DateTimeField, TimeField } from './date-field.tsx'
export { dayWords, formatDay } from './days.ts'
export { Dialog } from './dialog.tsx'
export { Empty } from './empty.tsx'
export { ErrorNote } from './error-note.tsx'
export { Choice, Field, Switch, TextArea, TextField } from './field.tsx'
export { focusTitle } from './focus-title.ts'
export { createForm, type Form } from './form.ts'
export { formatDate, formatDateTime, formatNumber, relativeTime } from './format.ts'
export { Keyed } from './keyed.tsx'
export { Keys } from './keys.tsx'
export { known } from './known.ts'
export { Loaded } from './loaded.tsx'
export { firstWeekday, perLocale } from './locale.ts'
export { Menu, type MenuGroup, type MenuItem } from './menu.tsx'
export { formatMoney, type Money, minorDigits, readAmount, writeAmount } from './money.ts'
export { MoneyField } from './money-field.tsx'
export { Note } from './note.tsx'
export { notify, notifyUndo } from './notify.tsx'
export { Page } from './page.tsx'
export { createPanel, type Panel } from './panel.ts'
export { PersonPicture } from './person-picture.tsx'
export { PluginIcon } from './plugin-icon.tsx'
export { Progress } from './progress.tsx'
export { RecordPanels } from './record-panels.tsx'
export { SearchField } from './search-field.tsx'
export { SettingsForm } from './settings-form.tsx'
export { createShortcut } from './shortcut.ts'
export { Skeleton } from './skeleton.tsx'
export { Spark } from './spark.tsx'
export { Suggest, type Suggestion } from './suggest.tsx'
export { type Column, Table } from './table.tsx'
export { type Tab, Tabs } from './tabs.tsx'
export { Tick } from './tick.tsx'
