/** Renders a part of the page inside a small application: theme, queries, and a router whose links lead somewhere. */
import { QueryClientProvider } from '@tanstack/react-query'
import {
  RouterProvider,
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
} from '@tanstack/react-router'
import { type RenderResult, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { act } from 'react'
import { createQueries } from '@/api/client'
import { ThemeProvider } from '@/components/theme/ThemeProvider'

export async function renderPage(children: ReactNode): Promise<RenderResult> {
  const root = createRootRoute()
  const page = createRoute({ getParentRoute: () => root, path: '/', component: () => children })
  const elsewhere = createRoute({ getParentRoute: () => root, path: '$', component: () => null })
  const router = createRouter({
    routeTree: root.addChildren([page, elsewhere]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  await router.load()
  let result: RenderResult | undefined
  await act(async () => {
    result = render(
      <ThemeProvider>
        <QueryClientProvider client={createQueries()}>
          <RouterProvider router={router as never} />
        </QueryClientProvider>
      </ThemeProvider>,
    )
    await Promise.resolve()
  })
  if (!result) throw new Error('nothing was rendered')
  return result
}
