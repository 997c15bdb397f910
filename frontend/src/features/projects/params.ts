export const PROJECT_TABS = ['interviews', 'people', 'about', 'members', 'keeping'] as const
export type ProjectTab = (typeof PROJECT_TABS)[number]

/** Which part of a project's page is open; interviews when the address says nothing. */
export function readProjectTab(raw: Record<string, unknown>): { tab?: ProjectTab } {
  const tab = PROJECT_TABS.find((name) => name === raw.tab)
  return tab ? { tab } : {}
}
