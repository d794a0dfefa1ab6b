import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import type { Connect, Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))
const pages = ['index', 'applicant', 'desk', 'wall', 'admin', 'verify', 'department', 'pipeline', 'archive', 'reviews', 'orders', 'outside', 'pad'].filter(page => existsSync(`${root}${page}.html`))

/** Serves /applicant as /applicant.html, as the host does, in `dev` and `preview`. */
function extensionlessPages(): Plugin {
  const rewrite: Connect.NextHandleFunction = (request, _response, next) => {
    const [path = '/', query] = (request.url ?? '/').split('?')
    const page = path.slice(1)
    if (pages.includes(page)) request.url = `/${page}.html${query === undefined ? '' : `?${query}`}`
    next()
  }
  return {
    name: 'extensionless-pages',
    configureServer: server => void server.middlewares.use(rewrite),
    configurePreviewServer: server => void server.middlewares.use(rewrite),
  }
}

/** What pdf.js asks for by name: character maps of Chinese and the standard fonts, from this server and from nowhere else. */
function pdfResources(): Plugin {
  const from = `${root}node_modules/pdfjs-dist/`
  return {
    name: 'pdf-resources',
    generateBundle() {
      for (const folder of ['cmaps', 'standard_fonts'])
        for (const name of readdirSync(`${from}${folder}`))
          this.emitFile({ type: 'asset', fileName: `pdf/${folder}/${name}`, source: readFileSync(`${from}${folder}/${name}`) })
    },
    configureServer: server => void server.middlewares.use('/pdf', (request, response, next) => {
      const file = `${from}${(request.url ?? '').split('?')[0] ?? ''}`
      if (/^\/(cmaps|standard_fonts)\/[\w.-]+$/.test(request.url ?? '') && existsSync(file)) response.end(readFileSync(file))
      else next()
    }),
  }
}

const everywhere = /\/(ui|vue|preload-helper|contracts[\w.]*|[a-z]+-(left|right|off|line|dashed)|clock|video|x|check)-[\w-]{8}\.(js|css)$/

const host = process.env.VIRTUALWINDOW_HOST ?? 'http://localhost:5080'
const proxy = Object.fromEntries(
  ['/api', '/hubs', '/healthz', '/openapi', '/whip', '/whep'].map(path => [path, { target: host, ws: path === '/hubs', changeOrigin: true }]),
)

export default defineConfig({
  plugins: [vue(), extensionlessPages(), pdfResources()],
  // No component here uses the options API; leaving it out makes every page lighter.
  define: { __VUE_OPTIONS_API__: 'false' },
  resolve: { alias: { '@': `${root}src` } },
  server: { proxy },
  preview: { proxy },
  build: {
    target: 'es2022',
    manifest: true,
    // Content-Security-Policy is 'self': nothing may be inlined as a data: address or as a script in the page.
    assetsInlineLimit: 0,
    // What every page has loaded before anything lazy, and icons of a few bytes, need no mention where something lazy is fetched ahead.
    modulePreload: { polyfill: false, resolveDependencies: (_page, chunks, { hostType }) => hostType === 'html' ? chunks : chunks.filter(chunk => !everywhere.test(chunk)) },
    rollupOptions: {
      input: Object.fromEntries(pages.map(page => [page, `${root}${page}.html`])),
      // Every page needs all of Vue: in two files it would compress worse.
      output: { manualChunks: id => /node_modules\/(@vue|vue)\//.test(id) ? 'vue' : undefined },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'lint/**/*.test.ts'],
  },
})
