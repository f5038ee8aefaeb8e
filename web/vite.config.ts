// One project, three entries. Files land under assets/<entry>/ or, when entries
// share them, under assets/common/, so that nobody downloads another's code.
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { VantResolver } from '@vant/auto-import-resolver'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vitest/config'
import { emptyDist, entryPages, noForeignFonts, precompress } from './scripts/vite-plugins.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The style modules of a kit's components. */
function styles(folder: string, file: string): string[] {
  return readdirSync(here(`./node_modules/${folder}`))
    .filter((name) => existsSync(here(`./node_modules/${folder}/${name}/${file}.mjs`)))
    .map((name) => `${folder}/${name}/${file}`)
}

/** Which entry a module belongs to. */
function ownerOf(ids: readonly string[]): string {
  const owners = new Set(
    ids.map((id) => {
      const source = /(?:^|\/)src\/(learner|staff|exam)\/|(?:^|\/)(learner|staff|exam)\.html/.exec(id)
      if (source) return source[1] ?? source[2]
      if (/node_modules\/(vant|@vant)\//.test(id)) return 'learner'
      if (/node_modules\/(element-plus|@element-plus|echarts|zrender)\//.test(id)) return 'staff'
      return 'common'
    }),
  )
  owners.delete('common')
  return owners.size === 1 ? [...owners][0]! : 'common'
}

export default defineConfig({
  plugins: [
    emptyDist(),
    entryPages(),
    noForeignFonts(),
    vue(),
    // <van-…> and <el-…> find their kits; lint keeps each to its entry.
    Components({ dirs: [], dts: false, resolvers: [VantResolver(), ElementPlusResolver({ importStyle: 'css' })] }),
    precompress(),
  ],
  resolve: { alias: { '@': here('./src') } },
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    // What the webviews inside WeChat on older Android phones and iPhones run.
    target: ['es2019', 'chrome78', 'safari13'],
    assetsInlineLimit: 2048,
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { learner: here('./learner.html'), staff: here('./staff.html'), exam: here('./exam.html') },
      output: {
        codeSplitting: {
          groups: [
            // Vue alone is all that the exam needs; the rest serves the other two.
            { name: 'vue', test: /node_modules\/(vue|@vue\/(runtime-core|runtime-dom|reactivity|shared))\/|@oxc-project/ },
            { name: 'kit', test: /node_modules\/(@vue|vue-router|pinia|@tanstack|openapi-fetch)\// },
          ],
        },
        entryFileNames: 'assets/[name]/[name]-[hash].js',
        chunkFileNames: (chunk) => `assets/${ownerOf(chunk.moduleIds)}/[name]-[hash].js`,
        assetFileNames: (asset) => `assets/${ownerOf(asset.originalFileNames)}/[name]-[hash][extname]`,
      },
    },
  },
  // Found at start-up, or each new component would reload the page in development.
  optimizeDeps: { include: ['element-plus/es', 'vant/es', ...styles('element-plus/es/components', 'style/css'), ...styles('vant/es', 'style/index')] },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ['/api', '/wechat', '/healthz'].map((path) => [path, { target: process.env.JIANGXUN_API ?? 'http://127.0.0.1:8080' }]),
    ),
  },
  test: {
    environment: 'happy-dom',
    environmentOptions: { happyDOM: { url: 'http://localhost/' } },
    include: ['src/**/*.test.ts'],
    server: { deps: { inline: ['element-plus', 'vant'] } },
  },
})
