/** The codebook as a tree: to read, and for researchers to shape by drag, menu or keyboard. */
import {
  DndContext,
  type DragEndEvent,
  PointerSensor,
  closestCenter,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { SortableContext, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { Link } from '@tanstack/react-router'
import type { KeyboardEvent } from 'react'
import { IconButton } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { Menu } from '@/components/Menu'
import { TagDot } from '@/components/TagChip'
import { useText } from '@/lib/i18n'
import type { Tag, TagCount } from './api'
import { Heard } from './Heard'
import { messages } from './messages'
import styles from './TagTree.module.css'
import { type Direction, type Node, type Target, dropOf, nodesOf, stepOf } from './tree'

/** How far one pulls sideways for one level, px. */
const LEVEL = 28
const KEYS: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowRight: 'in',
  ArrowLeft: 'out',
}

export interface Shaping {
  onMove: (tag: Tag, target: Target) => void
  onEdit: (tag: Tag) => void
  onAdd: (tag: Tag) => void
  onMerge: (tag: Tag) => void
  onDelete: (tag: Tag) => void
}

interface TagTreeProps {
  tags: readonly Tag[]
  counts: ReadonlyMap<string, TagCount>
  /** Only these are shown, flat; null shows the tree. */
  found: ReadonlySet<string> | null
  /** What researchers may do; null only reads. */
  shaping: Shaping | null
}

export function TagTree({ tags, counts, found, shaping }: TagTreeProps) {
  const t = useText(messages)
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }))
  const nodes = nodesOf(tags).filter(({ tag }) => found === null || found.has(tag.id))
  const byId = new Map(tags.map((tag) => [tag.id, tag]))

  const onDragEnd = ({ active, over, delta }: DragEndEvent) => {
    const tag = byId.get(String(active.id))
    const sideways = document.dir === 'rtl' ? -delta.x : delta.x
    const target = tag && over && dropOf(tags, tag.id, String(over.id), Math.round(sideways / LEVEL))
    if (tag && target) shaping?.onMove(tag, target)
  }
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={onDragEnd}>
      <SortableContext items={nodes.map(({ tag }) => tag.id)} strategy={verticalListSortingStrategy}>
        <ul className={styles.tree} aria-label={t('list')}>
          {nodes.map((node) => (
            <Row
              key={node.tag.id}
              node={found ? { ...node, depth: 0 } : node}
              count={counts.get(node.tag.id)}
              steps={shaping && found === null ? stepsOf(tags, node.tag) : null}
              shaping={shaping}
            />
          ))}
        </ul>
      </SortableContext>
    </DndContext>
  )
}

type Steps = Partial<Record<Direction, Target>>

function stepsOf(tags: readonly Tag[], tag: Tag): Steps {
  const steps: Steps = {}
  for (const direction of Object.values(KEYS)) {
    const target = stepOf(tags, tag.id, direction)
    if (target) steps[direction] = target
  }
  return steps
}

interface RowProps {
  node: Node
  count: TagCount | undefined
  /** Where each step would lead; null while the tree cannot be reordered. */
  steps: Steps | null
  shaping: Shaping | null
}

function Row({ node: { tag, depth }, count, steps, shaping }: RowProps) {
  const t = useText(messages)
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({
      id: tag.id,
      disabled: steps === null,
    })
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = event.altKey ? KEYS[event.key] : undefined
    const target = direction && steps?.[direction]
    if (!direction) return
    event.preventDefault()
    if (target) shaping?.onMove(tag, target)
  }
  return (
    <li
      ref={setNodeRef}
      className={styles.row}
      data-depth={depth}
      data-dragging={isDragging || undefined}
      style={
        {
          '--depth': depth,
          transform: transform ? `translate(${isDragging ? transform.x : 0}px, ${transform.y}px)` : undefined,
          transition,
        } as React.CSSProperties
      }
    >
      {steps && (
        <button
          type="button"
          ref={setActivatorNodeRef}
          className={styles.grip}
          {...attributes}
          {...listeners}
          aria-label={t('drag', { name: tag.name })}
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
        >
          <Icon name="grip" size={16} />
        </button>
      )}
      <TagDot colour={tag.colour} />
      <div className={styles.words}>
        <Link to="/tags/$tagId" params={{ tagId: tag.id }} className={styles.name}>
          {tag.name}
        </Link>
        {tag.description && <p className={styles.description}>{tag.description}</p>}
      </div>
      <p className={styles.heard} data-none={!count || undefined}>
        <Heard count={count} />
      </p>
      {shaping && <Actions tag={tag} steps={steps ?? {}} shaping={shaping} />}
    </li>
  )
}

function Actions({ tag, steps, shaping }: { tag: Tag; steps: Steps; shaping: Shaping }) {
  const t = useText(messages)
  const moves = (Object.keys(steps) as Direction[]).map((direction, index) => ({
    label: t(`move.${direction}`),
    divided: index === 0,
    onSelect: () => {
      const target = steps[direction]
      if (target) shaping.onMove(tag, target)
    },
  }))
  return (
    <Menu
      target={<IconButton icon="more" size="sm" label={t('actions', { name: tag.name })} />}
      entries={[
        { label: t('edit'), icon: 'edit', onSelect: () => shaping.onEdit(tag) },
        { label: t('add'), icon: 'plus', onSelect: () => shaping.onAdd(tag) },
        ...moves,
        { label: t('merge'), icon: 'link', divided: true, onSelect: () => shaping.onMerge(tag) },
        { label: t('delete'), icon: 'trash', danger: true, onSelect: () => shaping.onDelete(tag) },
      ]}
    />
  )
}
