/** /settings/synonyms: words that stand for one another in every search. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { $api, type Schema, api } from '@/api/client'
import { Button, IconButton } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { Icon } from '@/components/Icon'
import { Loaded } from '@/components/Loaded'
import { Menu } from '@/components/Menu'
import { PageHeader } from '@/components/PageHeader'
import { Row, Rows } from '@/components/Rows'
import { EmptyState } from '@/components/States'
import { ChoiceCards, NameField, PlainForm, SubmitActions, WordsField, faultOf } from '@/components/fields'
import { useReport } from '@/components/useReport'
import { useUndo } from '@/components/useUndo'
import { useText } from '@/lib/i18n'
import styles from './SynonymsPage.module.css'
import { messages } from './messages'

type Synonym = Schema<'SynonymOut'>

const EMPTY = { term: '', others: [], two_way: true }

export function SynonymsPage() {
  const t = useText(messages)
  const entries = $api.useQuery('get', '/api/synonyms')
  const [subject, setSubject] = useState<Synonym | 'new' | null>(null)
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          entries.data && (
            <Button icon="plus" tone="primary" onClick={() => setSubject('new')}>
              {t('new')}
            </Button>
          )
        }
      />
      <Loaded query={entries}>
        {({ items }) =>
          items.length > 0 ? (
            <Rows label={t('title')}>
              {items.map((entry) => (
                <Entry key={entry.id} entry={entry} onEdit={() => setSubject(entry)} />
              ))}
            </Rows>
          ) : (
            <EmptyState icon="text" title={t('empty.title')}>
              <p>{t('empty.text')}</p>
            </EmptyState>
          )
        }
      </Loaded>
      <Dialog title={t('editTitle')} opened={subject !== null} onClose={() => setSubject(null)}>
        {subject && <Form entry={subject === 'new' ? null : subject} onClose={() => setSubject(null)} />}
      </Dialog>
    </>
  )
}

function Entry({ entry, onEdit }: { entry: Synonym; onEdit: () => void }) {
  const t = useText(messages)
  const report = useReport()
  const undoable = useUndo()
  const reload = useReload()
  const remove = async () => {
    await api.DELETE('/api/synonyms/{synonym_id}', { params: { path: { synonym_id: entry.id } } })
    await reload()
    undoable({
      text: t('removed', { term: entry.term }),
      undo: async () => {
        const { term, others, two_way } = entry
        await api.POST('/api/synonyms', { body: { term, others, two_way } })
        await reload()
      },
    })
  }
  return (
    <Row
      title={
        <span className={styles.words}>
          {entry.term}
          <span className={styles.arrow} title={t(entry.two_way ? 'twoWay' : 'oneWay')}>
            <span className="visually-hidden">{t(entry.two_way ? 'twoWay' : 'oneWay')}</span>
            {entry.two_way && <Icon name="arrow-start" size={16} />}
            <Icon name="arrow-end" size={16} />
          </span>
          <span className={styles.others}>{entry.others.join(', ')}</span>
        </span>
      }
      end={
        <Menu
          target={<IconButton icon="more" label={t('actions', { term: entry.term })} />}
          entries={[
            { label: t('edit'), icon: 'edit', onSelect: onEdit },
            {
              label: t('remove'),
              icon: 'trash',
              danger: true,
              onSelect: () => void remove().catch(report),
            },
          ]}
        />
      }
    />
  )
}

function Form({ entry, onClose }: { entry: Synonym | null; onClose: () => void }) {
  const t = useText(messages)
  const reload = useReload()
  const first = entry ?? EMPTY
  const [term, setTerm] = useState(first.term)
  const [others, setOthers] = useState<string[]>([...first.others])
  const [direction, setDirection] = useState<'both' | 'one'>(first.two_way ? 'both' : 'one')
  const save = useMutation({
    mutationFn: async () => {
      const body = { term, others, two_way: direction === 'both' }
      if (!entry) return api.POST('/api/synonyms', { body })
      const params = { path: { synonym_id: entry.id } }
      return api.PATCH('/api/synonyms/{synonym_id}', {
        params,
        body: { ...body, version: entry.version },
      })
    },
    onSuccess: async () => {
      await reload()
      onClose()
    },
  })
  return (
    <PlainForm error={save.error} fields={['term', 'others']} onSubmit={() => save.mutate()}>
      <NameField label={t('term')} value={term} error={save.error} field="term" onChange={setTerm} />
      <WordsField
        label={t('others')}
        description={t('othersHint')}
        value={others}
        acceptValueOnBlur
        error={faultOf(save.error, 'others')}
        onChange={setOthers}
      />
      <ChoiceCards
        label={t('direction')}
        value={direction}
        options={(['both', 'one'] as const).map((value) => ({
          value,
          label: t(value),
          description: t(`${value}Text`),
        }))}
        onChange={setDirection}
      />
      <p className={styles.note}>{t('soon')}</p>
      <SubmitActions
        label={t('save')}
        busy={save.isPending}
        disabled={term.trim() === '' || others.length === 0}
        onCancel={onClose}
      />
    </PlainForm>
  )
}

function useReload(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['get', '/api/synonyms'] })
}
