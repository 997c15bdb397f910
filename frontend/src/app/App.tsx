import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createQueries, whenSignedOut } from '@/api/client'
import { sessionQuery } from '@/api/session'
import { ThemeProvider } from '@/components/theme/ThemeProvider'
import { createAppRouter } from './router'

const queries = createQueries()
const router = createAppRouter(queries)

// A session that ended elsewhere: forget who we were; the guard of the routes then asks for a sign-in.
whenSignedOut(() => {
  const session = queries.getQueryData(sessionQuery.queryKey)
  if (!session?.user) return
  queries.setQueryData(sessionQuery.queryKey, { ...session, user: null })
  void router.invalidate()
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

export function App() {
  return (
    <ThemeProvider>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ThemeProvider>
  )
}
