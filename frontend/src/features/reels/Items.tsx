/** What a reel is made of: to reorder by drag or keyboard, to trim, to take out. */
import {
  type Announcements,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  closestCenter,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { useMemo } from 'react'
import { useText } from '@/lib/i18n'
import type { Reel } from './api'
import { moveItem } from './draft'
import type { Editing } from './editing'
import { ItemRow } from './ItemRow'
import styles from './Items.module.css'
import { messages } from './messages'

interface ItemsProps {
  reel: Reel
  editing: Editing
  playing: string | undefined
  onPlay: (id: string) => void
}

export function Items({ reel, editing, playing, onPlay }: ItemsProps) {
  const t = useText(messages)
  const ids = useMemo(() => reel.items.map((item) => item.id), [reel.items])
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const drop = ({ active, over }: DragEndEvent) => {
    const [from, to] = [ids.indexOf(String(active.id)), ids.indexOf(String(over?.id))]
    if (from >= 0 && to >= 0) editing.edit(moveItem(from, to))
  }
  return (
    <section className={styles.items} aria-label={t('items')}>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={drop}
        accessibility={{
          announcements: useAnnouncements(ids),
          screenReaderInstructions: { draggable: t('dragHelp') },
        }}
      >
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          <ol className={styles.list}>
            {reel.items.map((item, index) => (
              <ItemRow
                key={item.id}
                item={item}
                index={index}
                reel={reel}
                editing={reel.may_edit ? editing : null}
                playing={item.id === playing}
                onPlay={onPlay}
              />
            ))}
          </ol>
        </SortableContext>
      </DndContext>
    </section>
  )
}

function useAnnouncements(ids: string[]): Announcements {
  const t = useText(messages)
  const place = (id: unknown) => ({ place: ids.indexOf(String(id)) + 1, count: ids.length })
  return {
    onDragStart: () => t('dragStart'),
    onDragOver: ({ over }) => (over ? t('dragOver', place(over.id)) : undefined),
    onDragEnd: ({ over }) => (over ? t('dragEnd', place(over.id)) : undefined),
    onDragCancel: () => t('dragCancel'),
  }
}
