import { Link } from '@tanstack/react-router'
import { $api, type Schema } from '@/api/client'
import { itemsOf } from '@/api/pages'
import { useProjects } from '@/api/projects'
import { LinkButton } from '@/components/Button'
import { Grid, Section } from '@/components/Card'
import { LinkSheet, SheetTitle } from '@/components/LinkSheet'
import { usePageTitle } from '@/components/PageHeader'
import { Pill, PillCount, Pills } from '@/components/Pills'
import { Dotted } from '@/components/Rows'
import { TagDot } from '@/components/TagChip'
import { ProjectGrid } from '@/features/projects'
import { MyNotices } from '@/features/renders'
import { FollowedTopics } from '@/features/topics'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './HomePage.module.css'
import { Voices } from './Voices'
import { messages } from './messages'

const MOST_TAGS = 14
const MOST_REELS = 3
const MOST_PROJECTS = 3

/** An employee's first screen. Each part keeps to itself: one that fails or is empty leaves the others alone. */
export function HomePage() {
  const t = useText(messages)
  usePageTitle(t('title'))
  return (
    <>
      <h1 className="visually-hidden" tabIndex={-1}>
        {t('title')}
      </h1>
      <MyNotices />
      <FollowedTopics />
      <Voices />
      <TagCloud />
      <Reels />
      <Projects />
    </>
  )
}

/** What people talk about most, counted in people. */
function TagCloud() {
  const t = useText(messages)
  const tags = $api.useQuery('get', '/api/tags').data?.items ?? []
  const counts = $api.useQuery('get', '/api/tag-counts').data?.items ?? []
  const byId = new Map(tags.map((tag) => [tag.id, tag]))
  const top = counts
    .flatMap((count) => {
      const tag = byId.get(count.tag_id)
      return tag ? [{ ...tag, people: count.people }] : []
    })
    .sort((a, b) => b.people - a.people)
    .slice(0, MOST_TAGS)
  if (top.length === 0) return null
  return (
    <Section
      title={t('tags')}
      actions={
        <LinkButton to="/tags" tone="quiet" size="sm">
          {t('allTags')}
        </LinkButton>
      }
    >
      <Pills>
        {top.map(({ id, name, colour, people }) => (
          <Pill key={id}>
            <Link to="/tags/$tagId" params={{ tagId: id }}>
              <TagDot colour={colour} />
              {name}
              <PillCount>{t('tag.people', { count: people })}</PillCount>
            </Link>
          </Pill>
        ))}
      </Pills>
    </Section>
  )
}

function Reels() {
  const t = useText(messages)
  const reels =
    $api.useQuery('get', '/api/reels', { params: { query: { limit: MOST_REELS } } }).data?.items ?? []
  if (reels.length === 0) return null
  return (
    <Section
      title={t('reels')}
      actions={
        <LinkButton to="/reels" tone="quiet" size="sm">
          {t('allReels')}
        </LinkButton>
      }
    >
      <Grid min="20rem">
        {reels.map((reel) => (
          <ReelSheet key={reel.id} reel={reel} />
        ))}
      </Grid>
    </Section>
  )
}

function ReelSheet({ reel }: { reel: Schema<'ReelCard'> }) {
  const t = useText(messages)
  const format = useFormat()
  return (
    <LinkSheet tone="sunken">
      <SheetTitle level={3}>
        <Link to="/reels/$reelId" params={{ reelId: reel.id }}>
          {reel.title}
        </Link>
      </SheetTitle>
      {reel.opening && <p className={styles.opening}>{reel.opening}</p>}
      <p className={styles.meta}>
        <Dotted
          parts={[
            t('reel.people', { count: reel.people }),
            t('reel.clips', { count: reel.clips }),
            format.duration(reel.length_ms),
          ]}
        />
      </p>
    </LinkSheet>
  )
}

function Projects() {
  const t = useText(messages)
  const projects = itemsOf(useProjects().data) ?? []
  if (projects.length === 0) return null
  return (
    <Section
      title={t('projects')}
      actions={
        <LinkButton to="/projects" tone="quiet" size="sm">
          {t('allProjects')}
        </LinkButton>
      }
    >
      <ProjectGrid projects={projects.slice(0, MOST_PROJECTS)} level={3} />
    </Section>
  )
}
