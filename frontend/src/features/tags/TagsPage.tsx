/** /tags: the codebook, and how many people were heard about each of its tags. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '@/api/session'
import { Button, LinkButton } from '@/components/Button'
import { TextField } from '@/components/fields'
import { Icon } from '@/components/Icon'
import { Loaded } from '@/components/Loaded'
import { PageHeader } from '@/components/PageHeader'
import { EmptyState } from '@/components/States'
import { useText } from '@/lib/i18n'
import { showToast } from '@/lib/toasts'
import { type Tag, type TagCount, countsQuery, tagsQuery, useCodebook } from './api'
import { messages } from './messages'
import { MergeDialog, type Subject, TagDialog } from './TagForm'
import styles from './TagsPage.module.css'
import { type Shaping, TagTree } from './TagTree'

const NO_COUNTS: ReadonlyMap<string, TagCount> = new Map()

export function TagsPage() {
  const t = useText(messages)
  const tags = useQuery(tagsQuery)
  const mayShape = useMay('researcher')
  const [subject, setSubject] = useState<Subject | null>(null)
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          mayShape && (
            <Button icon="plus" onClick={() => setSubject({ below: null })}>
              {t('new')}
            </Button>
          )
        }
      />
      <Loaded query={tags}>
        {(items) =>
          items.length > 0 ? (
            <Codebook tags={items} mayShape={mayShape} onSubject={setSubject} />
          ) : (
            <EmptyState
              icon="tag"
              title={t('empty.title')}
              action={<LinkButton to="/interviews">{t('empty.interviews')}</LinkButton>}
            >
              <p>{t('empty.text')}</p>
            </EmptyState>
          )
        }
      </Loaded>
      <TagDialog subject={subject} tags={tags.data ?? []} onClose={() => setSubject(null)} />
    </>
  )
}

function Codebook({
  tags,
  mayShape,
  onSubject,
}: {
  tags: readonly Tag[]
  mayShape: boolean
  onSubject: (subject: Subject) => void
}) {
  const t = useText(messages)
  const codebook = useCodebook()
  const { data: counts = NO_COUNTS } = useQuery(countsQuery)
  const [words, setWords] = useState('')
  const [merging, setMerging] = useState<Tag | null>(null)
  const found = findIn(tags, words)
  const shaping: Shaping = {
    onMove: (tag, target) => void codebook.move(tag, target),
    onEdit: (tag) => onSubject({ edit: tag }),
    onAdd: (tag) => onSubject({ below: tag }),
    onMerge: setMerging,
    onDelete: (tag) => void codebook.remove(tag).catch(codebook.report),
  }
  return (
    <>
      <div className={styles.narrow}>
        <TextField
          aria-label={t('narrow')}
          placeholder={t('narrow')}
          leftSection={<Icon name="filter" size={17} />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </div>
      {found?.size === 0 ? (
        <EmptyState icon="search" title={t('none.title')}>
          <p>{t('none.text')}</p>
        </EmptyState>
      ) : (
        <TagTree tags={tags} counts={counts} found={found} shaping={mayShape ? shaping : null} />
      )}
      <MergeDialog
        tag={merging}
        tags={tags}
        onClose={() => setMerging(null)}
        onMerged={({ name }) => {
          setMerging(null)
          showToast({ text: t('merged', { name }), tone: 'success' })
        }}
      />
    </>
  )
}

/** The tags whose name, synonyms or description hold the words; null when nothing is asked. */
function findIn(tags: readonly Tag[], words: string): Set<string> | null {
  const wanted = words.trim().toLocaleLowerCase()
  if (!wanted) return null
  const holds = (tag: Tag) =>
    [tag.name, tag.description, ...tag.synonyms].join('\n').toLocaleLowerCase().includes(wanted)
  return new Set(tags.filter(holds).map((tag) => tag.id))
}
