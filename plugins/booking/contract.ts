/**
 * The nouns on the wire; each has a file of its own in `contract/`. The verbs, with what they take and answer:
 *
 * For the workspace, under `/api/booking`:
 *
 * - `GET /services` → ServiceList · `POST /services` NewService → Service · `GET, PATCH, DELETE /services/:id`
 * - `GET /resources` → ResourceList · `POST /resources` NewResource → Resource · `GET, PATCH, DELETE /resources/:id`
 * - `GET /days-off?from=&to=&resourceId=` → DayOffPage · `POST /days-off` NewDayOff → DayOff · `DELETE /days-off/:id`
 * - `POST /busy-times` NewBusyTime → BusyTime · `DELETE /busy-times/:id`
 * - `GET /calendars` → CalendarList · `POST /calendars` NewCalendar → Calendar · `POST /calendars/:id/fetch` → Calendar ·
 *   `DELETE /calendars/:id`: calendars elsewhere that block a resource
 * - `GET /feeds` → FeedList · `POST /feeds` NewFeed → MadeFeed · `DELETE /feeds/:id`: secret addresses for calendar programs
 * - `GET /slots?serviceId=&from=&to=…` SlotQuery → SlotDays
 * - `GET /calendar?from=&to=…` CalendarQuery → CalendarView: all that a calendar draws, in one round trip
 * - `GET /bookings` BookingQuery → BookingPage · `POST /bookings` NewBooking → MadeBookings
 * - `GET, PATCH /bookings/:id` BookingPatch → Booking · `POST /bookings/:id/move` BookingMove ·
 *   `POST /bookings/:id/cancel` BookingCancel · `POST /bookings/:id/confirm` BookingAnswer ·
 *   `POST /bookings/:id/decline` BookingAnswer · `POST /bookings/:id/no-show` NoShow, each → Booking
 * - `GET /waiting` WaitingQuery → WaitingPage · `DELETE /waiting/:id`
 * - `GET /messages` → MessageList · `PUT, DELETE /messages/:kind` MessagePut → Message ·
 *   `POST /messages/:kind/preview` MessagePut → MessagePreview
 * - `GET /dashboard` DashboardQuery → Dashboard
 *
 * For anybody, under `/api/public/<workspace>/booking`:
 *
 * - `GET /page` → BookingPageView · `GET /services/:slug?key=` → ServiceView
 * - `GET /services/:slug/slots?from=&to=&timeZone=…` PublicSlotQuery → PublicSlots: business, service and slots at once
 * - `POST /holds` NewHold → Hold · `DELETE /holds/:token` · `POST /holds/:token/confirm` HoldForm → BookedAnswer
 * - `POST /bookings` NewPublicBooking → BookedAnswer: without a hold
 * - `GET /manage/:token` → PublicBooking · `GET /manage/:token/slots` ManageSlotQuery → SlotDays ·
 *   `POST /manage/:token/move` PublicMove → PublicBooking · `POST /manage/:token/cancel` PublicCancel → PublicBooking ·
 *   `GET /manage/:token/invite.ics` → text/calendar
 * - `POST /waiting` NewWaiting → PublicWaiting · `GET, DELETE /waiting/:token` → PublicWaiting ·
 *   `POST /waiting/:token/accept` → BookedAnswer
 * - `GET /feeds/:token` → text/calendar
 *
 * A time that is taken answers 409 `booking.slotTaken` with `alternatives`, Slots near it. Others: `booking.holdOver`
 * (the hold has ended and the time is taken), `booking.tooLate` (past the notice), `booking.outside` (outside of hours,
 * notice or window; 409), `booking.full` (a limit is reached), all 409.
 */

export { Slot, SlotDays, SlotQuery } from './contract/availability.ts'
export {
  Booking,
  BookingAnswer,
  BookingCancel,
  BookingFilter,
  BookingMove,
  BookingPage,
  BookingPatch,
  BookingQuery,
  BookingStatus,
  CalendarQuery,
  CalendarView,
  MadeBookings,
  NewBooking,
  NoShow,
  Repeat,
} from './contract/bookings.ts'
export { Dashboard, DashboardQuery } from './contract/dashboard.ts'
export { pages } from './contract/links.ts'
export {
  Message,
  MessageKind,
  MessageKindParam,
  MessageList,
  MessagePreview,
  MessagePut,
  placeholders,
} from './contract/messages.ts'
export { Customer, GivenAnswers, Money } from './contract/parts.ts'
export {
  BookedAnswer,
  BookingPageView,
  Business,
  Hold,
  HoldForm,
  ManageSlotQuery,
  NewHold,
  NewPublicBooking,
  NewWaiting,
  PublicBooking,
  PublicCancel,
  PublicMove,
  PublicService,
  PublicSlotQuery,
  PublicSlots,
  PublicWaiting,
  ServiceKeyQuery,
  ServiceSlug,
  ServiceView,
  TokenParam,
} from './contract/public.ts'
export {
  BusyTime,
  Calendar,
  CalendarList,
  DayOff,
  DayOffPage,
  Feed,
  FeedList,
  MadeFeed,
  NewBusyTime,
  NewCalendar,
  NewDayOff,
  NewFeed,
  NewResource,
  Resource,
  ResourceKind,
  ResourceList,
  ResourceName,
  ResourcePatch,
  Span,
  WeekHours,
  weekdays,
} from './contract/resources.ts'
export {
  mostWindowDays,
  Need,
  NewService,
  Question,
  Service,
  ServiceList,
  ServicePatch,
} from './contract/services.ts'
export { Waiting, WaitingPage, WaitingQuery } from './contract/waiting.ts'
