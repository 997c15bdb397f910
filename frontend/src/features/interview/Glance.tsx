/** A small picture of the film and its time, above the line where the pointer is. */
import { clock } from '@/lib/format'
import type { Tile } from './thumbnails'
import styles from './Glance.module.css'

export function Glance({ ms, tile }: { ms: number; tile: Tile | undefined }) {
  return (
    <span className={styles.glance}>
      {tile && (
        <span
          className={styles.picture}
          style={{
            inlineSize: tile.width,
            blockSize: tile.height,
            backgroundImage: `url(${JSON.stringify(tile.sheet)})`,
            backgroundPosition: `-${tile.x}px -${tile.y}px`,
          }}
        />
      )}
      {clock(ms)}
    </span>
  )
}
