/** The pages and programs that something can be pasted into; what each needs is said in the messages. */

export const HOSTS = [
  { host: 'html', name: null },
  { host: 'component', name: null },
  { host: 'dokuwiki', name: 'DokuWiki' },
  { host: 'dokuwiki_video', name: null },
  { host: 'mediawiki', name: 'MediaWiki' },
  { host: 'confluence', name: 'Confluence' },
  { host: 'sharepoint', name: 'SharePoint' },
  { host: 'outline', name: 'Outline' },
  { host: 'bookstack', name: 'BookStack' },
  { host: 'wordpress', name: 'WordPress' },
  { host: 'notion', name: 'Notion' },
  { host: 'gitlab', name: 'GitLab' },
  { host: 'gitlab_video', name: null },
  { host: 'tiddlywiki', name: 'TiddlyWiki' },
  { host: 'otterwiki', name: 'Otter Wiki' },
  { host: 'chat', name: null },
  { host: 'file', name: null },
] as const

export type Host = (typeof HOSTS)[number]['host']
