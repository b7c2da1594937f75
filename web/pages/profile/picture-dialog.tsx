import { createEffect, createSignal, createUniqueId, type JSX } from 'solid-js'
import { Button, Dialog, ErrorNote } from '#kit'
import { encodePicture } from '../settings/shrink-picture.ts'
import { type Crop, centred, drawCrop, mostZoom, push } from './crop-picture.ts'

export interface PictureDialogProps {
  readonly source: ImageBitmap
  readonly onClose: () => void
  readonly onChosen: (picture: Blob) => Promise<void>
}

const side = 384

/** Which part of a picture is shown: with sliders, or moved with a mouse or a finger. */
export function PictureDialog(props: PictureDialogProps): JSX.Element {
  const [crop, setCrop] = createSignal<Crop>(centred)
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<unknown>()
  let canvas: HTMLCanvasElement | undefined
  let held: { readonly x: number; readonly y: number } | undefined
  createEffect(() => canvas !== undefined && drawCrop(canvas, props.source, crop()))
  const drag = (event: PointerEvent & { readonly currentTarget: HTMLCanvasElement }) => {
    if (held === undefined) return
    const { width } = event.currentTarget.getBoundingClientRect()
    setCrop((now) =>
      push(props.source, now, (event.clientX - (held?.x ?? 0)) / width, (event.clientY - (held?.y ?? 0)) / width),
    )
    held = { x: event.clientX, y: event.clientY }
  }
  const save = () => {
    if (canvas === undefined) return
    setBusy(true)
    setError(undefined)
    encodePicture(canvas)
      .then(props.onChosen)
      .then(props.onClose, setError)
      .finally(() => setBusy(false))
  }
  return (
    <Dialog title="Your picture" open onClose={props.onClose}>
      <div class="flex flex-col items-center gap-4">
        <canvas
          ref={canvas}
          width={side}
          height={side}
          role="img"
          aria-label="How your picture will look"
          class="h-48 w-48 cursor-move touch-none rounded-full bg-raised"
          onPointerDown={(event) => {
            held = { x: event.clientX, y: event.clientY }
            event.currentTarget.setPointerCapture(event.pointerId)
          }}
          onPointerMove={drag}
          onPointerUp={() => {
            held = undefined
          }}
        />
        <div class="flex w-full flex-col gap-3">
          <Slider
            label="Closer"
            min={1}
            max={mostZoom}
            value={crop().zoom}
            onInput={(zoom) => setCrop({ ...crop(), zoom })}
          />
          <Slider label="Left or right" min={-1} max={1} value={crop().x} onInput={(x) => setCrop({ ...crop(), x })} />
          <Slider label="Up or down" min={-1} max={1} value={crop().y} onInput={(y) => setCrop({ ...crop(), y })} />
        </div>
        <ErrorNote error={error()} />
        <div class="flex w-full flex-wrap justify-end gap-2">
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button look="primary" busy={busy()} onClick={save}>
            Use this picture
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

interface SliderProps {
  readonly label: string
  readonly min: number
  readonly max: number
  readonly value: number
  readonly onInput: (value: number) => void
}

function Slider(props: SliderProps): JSX.Element {
  const id = createUniqueId()
  return (
    <div class="flex flex-wrap items-center gap-x-3">
      <label for={id} class="w-28 font-medium">
        {props.label}
      </label>
      <input
        id={id}
        type="range"
        min={props.min}
        max={props.max}
        step={0.05}
        value={props.value}
        class="focusable min-h-8 min-w-32 flex-1 rounded accent-accent"
        onInput={(event) => props.onInput(event.currentTarget.valueAsNumber)}
      />
    </div>
  )
}
