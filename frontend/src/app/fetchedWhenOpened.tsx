import { useMounted } from '@mantine/hooks'
import { type ComponentType, Suspense, lazy, useState } from 'react'

interface Opened {
  opened: boolean
}

/** A dialog of the frame whose code the first page does without: it is fetched when it is opened for the first time. */
export function fetchedWhenOpened<Props extends Opened>(
  fetch: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const Fetched = lazy(async () => ({ default: await fetch() }))

  // It comes closed and opens then: only a dialog that saw itself open gives the focus back.
  function Arriving(props: Props) {
    const mounted = useMounted()
    return <Fetched {...props} opened={mounted && props.opened} />
  }

  return function FetchedWhenOpened(props: Props) {
    const [wanted, setWanted] = useState(props.opened)
    if (props.opened && !wanted) setWanted(true)
    return (
      wanted && (
        <Suspense fallback={null}>
          <Arriving {...props} />
        </Suspense>
      )
    )
  }
}
