/* Runs beside a node_modules with the programs that read our pages; see bench/consumers. Facts come in as JSON. */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const facts = JSON.parse(readFileSync(0, 'utf8'))
const require = createRequire(join(process.cwd(), 'here.js'))
const load = async (name) => await import(pathToFileURL(require.resolve(name)).href)

function need(holds, what) {
  if (!holds) throw new Error(what)
}

const checks = {
  async 'unfurl.js'() {
    const { unfurl } = await load('unfurl.js')
    const film = await unfurl(facts.film.page_url)
    need(film.open_graph.type === 'video.other', `og:type is ${film.open_graph.type}`)
    need(film.open_graph.videos[0].type === 'video/mp4', 'no film')
    need(film.open_graph.images[0].width === 1200 && film.open_graph.images[0].alt, 'no size or words of the picture')
    need(film.oEmbed.html.endsWith('></iframe>'), 'no frame')
    const reel = await unfurl(facts.reel.page_url)
    need(!reel.open_graph.videos && !reel.twitter_card?.players, 'a film for named sites only')
    need(reel.oEmbed.title === facts.reel.target_title, 'another title')
    return `“${reel.title}”, oEmbed ${reel.oEmbed.width}×${reel.oEmbed.height}, a film only where it is open`
  },
  async 'open-graph-scraper'() {
    const { default: ogs } = await load('open-graph-scraper')
    const { result } = await ogs({ url: facts.film.page_url })
    need(result.ogVideo[0].type === 'video/mp4', 'no film')
    need(result.ogImage[0].width === '1200' && result.ogImage[0].alt, 'no picture')
    const { result: reel } = await ogs({ url: facts.reel.page_url })
    need(reel.ogTitle === facts.reel.target_title && !reel.ogVideo, 'another title, or a film')
    return `“${reel.ogTitle}”: ${reel.ogDescription}`
  },
  async tiddlywiki() {
    const { default: TiddlyWiki } = await load('tiddlywiki')
    const wiki = TiddlyWiki.TiddlyWiki()
    wiki.boot.argv = ['--version']
    const log = console.log
    console.log = () => undefined
    await new Promise((done) => wiki.boot.boot(done))
    console.log = log
    const html = wiki.wiki.renderText('text/html', 'text/vnd.tiddlywiki', facts.reel.snippets.tiddlywiki)
    need(html.includes(`src="${facts.reel.embed_url}"`) && html.includes('<iframe '), html)
    return html.slice(0, 80) + '…'
  },
}

for (const [who, check] of Object.entries(checks)) {
  try {
    console.log(JSON.stringify({ who, state: 'reads', said: await check() }))
  } catch (error) {
    const state = error.code === 'MODULE_NOT_FOUND' ? 'missing' : 'FAILS'
    console.log(JSON.stringify({ who, state, said: String(error.message ?? error).split('\n')[0] }))
  }
}
