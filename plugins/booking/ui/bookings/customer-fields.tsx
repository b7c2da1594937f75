import type { JSX } from 'solid-js'
import { type Form, TextField } from '#kit'
import type { Booking } from '../types.ts'

export interface CustomerFieldsProps {
  readonly wrong: Form['wrong']
  readonly customer?: Booking['customer']
  readonly autofocus?: boolean
}

/** Who comes, and how to reach them. */
export function CustomerFields(props: CustomerFieldsProps): JSX.Element {
  return (
    <>
      <TextField
        label="Customer"
        name="customerName"
        placeholder="Name"
        maxlength={200}
        autocomplete="off"
        autofocus={props.autofocus === true}
        value={props.customer?.name ?? ''}
        error={props.wrong('customer/name')}
      />
      <div class="grid gap-4 sm:grid-cols-2">
        <TextField
          label="Phone"
          name="customerPhone"
          type="tel"
          autocomplete="off"
          value={props.customer?.phone ?? ''}
          error={props.wrong('customer/phone')}
        />
        <TextField
          label="Email"
          name="customerEmail"
          type="email"
          autocomplete="off"
          value={props.customer?.email ?? ''}
          error={props.wrong('customer/email')}
        />
      </div>
    </>
  )
}

export function readCustomer(data: FormData) {
  const text = (name: string) => String(data.get(name) ?? '').trim()
  return { name: text('customerName'), phone: text('customerPhone') || null, email: text('customerEmail') || null }
}
