/** What can be done with everything that was found: hear all of it, or make a reel of it, in one action. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '@/api/client'
import { Button, LinkButton } from '@/components/Button'
import { useReport } from '@/components/useReport'
import { useText } from '@/lib/i18n'
import { foundAll } from './found'
import { messages } from './messages'
import { type SearchParams, beginning } from './params'

interface FoundActionsProps {
  params: SearchParams
  /** What a reel of it is called when the search has no words. */
  title?: string
  size?: 'sm' | 'md'
}

export function FoundActions({ params, title, size = 'md' }: FoundActionsProps) {
  const t = useText(messages)
  const make = useReelOfAll()
  return (
    <>
      <LinkButton to="/play" search={params} icon="play" size={size}>
        {t('all.play')}
      </LinkButton>
      <Button
        icon="reel"
        size={size}
        tone="quiet"
        busy={make.isPending}
        onClick={() => make.mutate({ params, title })}
      >
        {t('all.reel')}
      </Button>
    </>
  )
}

/** Makes a reel of what a search finds, and goes there. */
export function useReelOfAll() {
  const t = useText(messages)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const report = useReport()
  return useMutation({
    mutationFn: async ({ params, title }: { params: SearchParams; title?: string }) => {
      const { ids, names } = await foundAll(params)
      const name = (params.q ?? title ?? names.join(', ')) || t('all.title')
      const body = {
        title: beginning(name, 200),
        description: '',
        quote_ids: ids,
        highlight_ids: [],
        items: [],
      }
      return (await api.POST('/api/reels', { body })).data
    },
    onSuccess: async (reel) => {
      if (!reel) return
      await queries.invalidateQueries({ queryKey: ['get', '/api/reels'] })
      await navigate({ to: '/reels/$reelId', params: { reelId: reel.id } })
    },
    onError: report,
  })
}
