/**
 * `<firsthand-clip src="https://voices.example/embed/…" height="360">`: an embed as an element, for any page.
 *
 * A classic script that stands alone: it asks for nothing, stores nothing and leaves no name behind but the element's.
 * `src` is the address of an embed or of a share page; `height` a number of pixels or a CSS length; without it the
 * element has the shape of its picture. Everything plays in a frame, so that neither page can touch the other.
 */
if (!customElements.get('firsthand-clip'))
  customElements.define(
    'firsthand-clip',
    class extends HTMLElement {
      static readonly observedAttributes = ['src', 'height', 'title']
      private readonly frame = document.createElement('iframe')
      private address: URL | null = null

      constructor() {
        super()
        const { frame } = this
        frame.loading = 'lazy'
        frame.allow = 'fullscreen; picture-in-picture'
        frame.allowFullscreen = true
        Object.assign(frame.style, { border: '0', borderRadius: '8px', display: 'block', inlineSize: '100%' })
        this.attachShadow({ mode: 'open' })
      }

      connectedCallback(): void {
        if (!this.style.display) this.style.display = 'block'
        if (!this.style.maxInlineSize) this.style.maxInlineSize = '100%'
        addEventListener('message', this)
        this.show()
      }

      disconnectedCallback(): void {
        removeEventListener('message', this)
      }

      attributeChangedCallback(): void {
        if (this.isConnected) this.show()
      }

      /** The frame tells the height that suits its width; nobody else is listened to. */
      handleEvent(event: MessageEvent<unknown>): void {
        if (event.source !== this.frame.contentWindow || event.origin !== this.address?.origin) return
        const told = event.data as { type?: unknown; height?: unknown } | null
        if (
          told?.type === 'firsthand:height' &&
          typeof told.height === 'number' &&
          !this.getAttribute('height')
        )
          this.frame.style.blockSize = `${Math.max(0, told.height)}px`
      }

      private show(): void {
        const { frame } = this
        this.address = this.read(this.getAttribute('src') ?? '')
        const height = this.getAttribute('height') ?? ''
        frame.title = this.title || 'Firsthand'
        frame.style.aspectRatio = height ? 'auto' : '16 / 9'
        frame.style.blockSize = /^\d+$/.test(height) ? `${height}px` : height
        if (!this.address) frame.remove()
        else {
          if (frame.src !== this.address.href) frame.src = this.address.href
          if (!frame.isConnected) this.shadowRoot?.append(frame)
        }
      }

      /** The address of the frame: of an embed, also when that of its page was given; null for anything else. */
      private read(src: string): URL | null {
        try {
          const url = new URL(src, this.baseURI)
          const token = /^\/(?:s|embed)\/([\w-]+)\/?$/.exec(url.pathname)?.[1]
          if (!token || !/^https?:$/.test(url.protocol)) return null
          url.pathname = `/embed/${token}`
          return url
        } catch {
          return null
        }
      }
    },
  )
