import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: 'dist',
    target: 'es2022',
    reportCompressedSize: false,
    // The page's policy allows no data: fonts or scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { app: 'index.html', embed: 'embed.html', stream: 'stream.html', clip: 'src/embed/clip.ts' },
      // Pages of others name the web component by this address for good; everything else is named by its content.
      output: { entryFileNames: ({ name }) => (name === 'clip' ? 'clip.js' : 'assets/[name]-[hash].js') },
    },
  },
  server: { proxy: { '/api': process.env.FIRSTHAND_API ?? 'http://127.0.0.1:8000' } },
})
