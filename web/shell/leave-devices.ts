/** Ends notifications on this device: whoever signs out is told nothing here any more. The push service then tells the platform. */
export async function leaveDevices(): Promise<void> {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? []
  await Promise.all(
    registrations.map(async (registration) => {
      const subscription = await registration.pushManager?.getSubscription()
      await subscription?.unsubscribe()
    }),
  )
}
