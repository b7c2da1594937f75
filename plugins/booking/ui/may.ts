/** The permissions that the pages ask for, in one place. */
export const may = {
  readServices: 'booking.services.read',
  manageServices: 'booking.services.manage',
  writeHours: 'booking.hours.write',
  readBookings: 'booking.bookings.read',
  writeBookings: 'booking.bookings.write',
} as const
