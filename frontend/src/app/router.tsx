/** All addresses of the application. Every page is a chunk of its own, loaded when a link to it is hovered. */
import type { QueryClient } from '@tanstack/react-query'
import {
  Outlet,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { type Session, sessionQuery } from '@/api/session'
import { expectFocus } from '@/components/PageHeader'
import { readConsents } from '@/features/consents/params'
import { readAuditParams } from '@/features/audit/params'
import { readProjectTab } from '@/features/projects/params'
import { readSearchParams } from '@/features/search/params'
import { readFilter } from '@/features/segments/filter'
import { only, readNext } from '@/lib/address'
import { NotFound, PageError, PagePending } from './pages'
import { Shell } from './Shell'

interface Context {
  queries: QueryClient
}

/** A moment of an interview: `t` in ms, or the id of a highlight. */
function readMoment(raw: Record<string, unknown>): { t?: number; h?: string } {
  const t = Number(raw.t ?? NaN)
  return {
    ...(Number.isFinite(t) && t >= 0 ? { t } : {}),
    ...(typeof raw.h === 'string' ? { h: raw.h } : {}),
  }
}

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  beforeLoad: async ({ context }): Promise<{ session: Session }> => ({
    session: await context.queries.ensureQueryData(sessionQuery),
  }),
})

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: ({ context, location }) => {
    if (context.session.set_up_needed) throw redirect({ to: '/set-up' })
    if (!context.session.user) throw redirect({ to: '/sign-in', search: { next: location.href } })
    if (context.session.second_factor_missing) throw redirect({ to: '/second-factor' })
  },
})

const onlyNext = only(readNext)
const onlyDoor = only((raw): { next?: string; problem?: string } => ({
  ...readNext(raw),
  ...(typeof raw.problem === 'string' ? { problem: raw.problem } : {}),
}))
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: onlyDoor,
  beforeLoad: ({ context, search }) => {
    if (context.session.set_up_needed) throw redirect({ to: '/set-up' })
    if (context.session.user) throw redirect({ href: search.next ?? '/' })
  },
  component: lazyRouteComponent(() => import('@/routes/sign-in')),
})

const enter = createRoute({
  getParentRoute: () => root,
  path: '/enter',
  validateSearch: onlyNext,
  component: lazyRouteComponent(() => import('@/routes/enter')),
})

const secondFactor = createRoute({
  getParentRoute: () => root,
  path: '/second-factor',
  beforeLoad: ({ context }) => {
    if (!context.session.second_factor_missing) throw redirect({ to: '/' })
  },
  component: lazyRouteComponent(() => import('@/routes/second-factor')),
})

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  beforeLoad: ({ context }) => {
    if (!context.session.set_up_needed) throw redirect({ to: '/' })
  },
  component: lazyRouteComponent(() => import('@/routes/set-up')),
})

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: lazyRouteComponent(() => import('@/routes/home')),
})
const search = createRoute({
  getParentRoute: () => inside,
  path: '/search',
  validateSearch: only(readSearchParams),
  component: lazyRouteComponent(() => import('@/routes/search')),
})
const quote = createRoute({
  getParentRoute: () => inside,
  path: '/quotes/$quoteId',
  component: lazyRouteComponent(() => import('@/routes/quote')),
})
const projects = createRoute({
  getParentRoute: () => inside,
  path: '/projects',
  component: lazyRouteComponent(() => import('@/routes/projects')),
})
const project = createRoute({
  getParentRoute: () => inside,
  path: '/projects/$projectId',
  validateSearch: only(readProjectTab),
  component: lazyRouteComponent(() => import('@/routes/project')),
})
const participants = createRoute({
  getParentRoute: () => inside,
  path: '/participants',
  validateSearch: only(readFilter),
  component: lazyRouteComponent(() => import('@/routes/participants')),
})
const onlyProject = only((raw): { project?: string } =>
  typeof raw.project === 'string' ? { project: raw.project } : {},
)
const attributes = createRoute({
  getParentRoute: () => inside,
  path: '/participants/attributes',
  validateSearch: onlyProject,
  component: lazyRouteComponent(() => import('@/routes/participant-attributes')),
})
const peopleImport = createRoute({
  getParentRoute: () => inside,
  path: '/participants/import',
  validateSearch: onlyProject,
  component: lazyRouteComponent(() => import('@/routes/participant-import')),
})
const participant = createRoute({
  getParentRoute: () => inside,
  path: '/participants/$participantId',
  component: lazyRouteComponent(() => import('@/routes/participant')),
})
const consents = createRoute({
  getParentRoute: () => inside,
  path: '/consents',
  validateSearch: only(readConsents),
  component: lazyRouteComponent(() => import('@/routes/consents')),
})
const consentForm = createRoute({
  getParentRoute: () => inside,
  path: '/consents/forms/$templateId',
  component: lazyRouteComponent(() => import('@/routes/consent-form')),
})
const interviews = createRoute({
  getParentRoute: () => inside,
  path: '/interviews',
  component: lazyRouteComponent(() => import('@/routes/interviews')),
})
const interview = createRoute({
  getParentRoute: () => inside,
  path: '/interviews/$interviewId',
  validateSearch: only(readMoment),
  component: lazyRouteComponent(() => import('@/routes/interview')),
})
const importing = createRoute({
  getParentRoute: () => inside,
  path: '/import',
  validateSearch: only((raw): { project?: string } =>
    typeof raw.project === 'string' ? { project: raw.project } : {},
  ),
  component: lazyRouteComponent(() => import('@/routes/import')),
})
const tags = createRoute({
  getParentRoute: () => inside,
  path: '/tags',
  component: lazyRouteComponent(() => import('@/routes/tags')),
})
const tag = createRoute({
  getParentRoute: () => inside,
  path: '/tags/$tagId',
  component: lazyRouteComponent(() => import('@/routes/tag')),
})
const reels = createRoute({
  getParentRoute: () => inside,
  path: '/reels',
  component: lazyRouteComponent(() => import('@/routes/reels')),
})
const reel = createRoute({
  getParentRoute: () => inside,
  path: '/reels/$reelId',
  component: lazyRouteComponent(() => import('@/routes/reel')),
})
const topics = createRoute({
  getParentRoute: () => inside,
  path: '/topics',
  component: lazyRouteComponent(() => import('@/routes/topics')),
})
const topic = createRoute({
  getParentRoute: () => inside,
  path: '/topics/$topicId',
  component: lazyRouteComponent(() => import('@/routes/topic')),
})
const personas = createRoute({
  getParentRoute: () => inside,
  path: '/personas',
  component: lazyRouteComponent(() => import('@/routes/personas')),
})
const persona = createRoute({
  getParentRoute: () => inside,
  path: '/personas/$personaId',
  component: lazyRouteComponent(() => import('@/routes/persona')),
})
const synonyms = createRoute({
  getParentRoute: () => inside,
  path: '/settings/synonyms',
  component: lazyRouteComponent(() => import('@/routes/synonyms')),
})
const play = createRoute({
  getParentRoute: () => inside,
  path: '/play',
  validateSearch: only(readSearchParams),
  component: lazyRouteComponent(() => import('@/routes/play')),
})
const sharing = createRoute({
  getParentRoute: () => inside,
  path: '/sharing',
  component: lazyRouteComponent(() => import('@/routes/sharing')),
})
const account = createRoute({
  getParentRoute: () => inside,
  path: '/settings/account',
  component: lazyRouteComponent(() => import('@/routes/account')),
})
const people = createRoute({
  getParentRoute: () => inside,
  path: '/settings/people',
  component: lazyRouteComponent(() => import('@/routes/people')),
})
const jobs = createRoute({
  getParentRoute: () => inside,
  path: '/jobs',
  component: lazyRouteComponent(() => import('@/routes/jobs')),
})
const receipt = createRoute({
  getParentRoute: () => inside,
  path: '/receipts/$receiptId',
  component: lazyRouteComponent(() => import('@/routes/receipt')),
})
const audit = createRoute({
  getParentRoute: () => inside,
  path: '/settings/audit',
  validateSearch: only(readAuditParams),
  component: lazyRouteComponent(() => import('@/routes/audit')),
})
const anythingElse = createRoute({ getParentRoute: () => inside, path: '$', component: NotFound })
const gallery = createRoute({
  getParentRoute: () => root,
  path: '/gallery',
  component: lazyRouteComponent(() => import('@/routes/gallery')),
  beforeLoad: ({ context }) => {
    if (!import.meta.env.DEV && !context.session.development) throw redirect({ to: '/' })
  },
})

const routeTree = root.addChildren([
  signIn,
  enter,
  secondFactor,
  setUp,
  gallery,
  inside.addChildren([
    home,
    search,
    quote,
    projects,
    project,
    participants,
    attributes,
    peopleImport,
    participant,
    receipt,
    consents,
    consentForm,
    interviews,
    interview,
    importing,
    tags,
    tag,
    reels,
    reel,
    play,
    topics,
    topic,
    personas,
    persona,
    synonyms,
    sharing,
    account,
    people,
    audit,
    jobs,
    anythingElse,
  ]),
])

export function createAppRouter(queries: QueryClient) {
  const router = createRouter({
    routeTree,
    context: { queries },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultPendingMs: 250,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFound,
  })
  router.subscribe('onBeforeNavigate', ({ pathChanged, fromLocation }) => {
    if (pathChanged && fromLocation) expectFocus()
  })
  return router
}
