// Small steps of build and development that no plugin of their own is worth.
import { brotliCompressSync, gzipSync, constants } from 'node:zlib'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/** Empties the output folder but keeps .gitkeep, without which Go does not compile before the first build. */
export function emptyDist(): Plugin {
  let out = ''
  return {
    name: 'empty-dist',
    apply: 'build',
    configResolved(config) {
      out = join(config.root, config.build.outDir)
      if (config.build.outDir.startsWith('/')) out = config.build.outDir
    },
    buildStart() {
      if (!existsSync(out)) return
      for (const name of readdirSync(out)) {
        if (name !== '.gitkeep') rmSync(join(out, name), { recursive: true })
      }
    },
  }
}

/** Writes name.gz and name.br beside every text file; the server picks by Accept-Encoding. */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    writeBundle(options, bundle) {
      for (const name of Object.keys(bundle)) {
        if (!/\.(js|mjs|css|html|svg|json|webmanifest)$/.test(name)) continue
        const file = join(options.dir ?? 'dist', name)
        const plain = readFileSync(file)
        if (plain.length < 1024) continue
        writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }))
        writeFileSync(`${file}.br`, brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
      }
    },
  }
}

/** Vant's icon font falls back to a foreign host; the page may load nothing from outside. */
export function noForeignFonts(): Plugin {
  return {
    name: 'no-foreign-fonts',
    enforce: 'pre',
    transform(code, id) {
      if (!/\.css(\?|$)/.test(id)) return null
      // Every browser that we build for reads woff2.
      if (id.includes('katex')) return code.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\([^)]*\)/g, '')
      if (!id.includes('vant')) return null
      return code.replace(/,\s*url\(\/\/at\.alicdn\.com[^)]*\)\s*format\([^)]*\)/g, '')
    },
  }
}

/** In development, addresses lead to their entry's page as the Go server does it. */
export function entryPages(): Plugin {
  return {
    name: 'entry-pages',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = (request.url ?? '/').split('?')[0]!
        const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
        if (wantsPage && !/\.\w+$|^\/(api|wechat|@)/.test(path)) {
          request.url = /^\/staff(\/|$)/.test(path) ? '/staff.html' : /^\/exam(\/|$)/.test(path) ? '/exam.html' : '/learner.html'
        }
        next()
      })
    },
  }
}
