// What may import what, beside the usual rules: kits stay in their entry,
// entries stay apart, features stay apart (they meet in shared or the router).
import ts from 'typescript-eslint'
import vue from 'eslint-plugin-vue'
import { existsSync, readdirSync } from 'node:fs'


const kits = {
  vant: { group: ['vant', 'vant/*', '@vant/*'], message: 'Vant only under src/learner.' },
  element: { group: ['element-plus', 'element-plus/*', '@element-plus/*'], message: 'Element Plus only under src/staff.' },
  charts: { group: ['echarts', 'echarts/*'], message: 'Charts only under src/staff.' },
}
const entries = ['learner', 'staff', 'exam']
const others = (own) =>
  entries
    .filter((e) => e !== own)
    .flatMap((e) => {
      const message = `Entries never import each other (${e}).`
      return [{ group: [`@/${e}/*`, `@/${e}`], message }, { regex: `^(\\.\\./)+${e}(/|$)`, message }]
    })

const noTag = (prefix) => ({
  'vue/no-restricted-syntax': ['error', { selector: `VElement[rawName=/^${prefix}-/]`, message: `No <${prefix}-…> in this entry.` }],
})

const restricted = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })

/** One block per feature folder: everything of its sisters is forbidden. */
function features(entry, base) {
  const root = new URL(`./src/${entry}/feature/`, import.meta.url)
  if (!existsSync(root)) return []
  const names = readdirSync(root, { withFileTypes: true }).filter((d) => d.isDirectory()).map((d) => d.name)
  return names.map((name) => ({
    files: [`src/${entry}/feature/${name}/**/*.{ts,vue}`],
    rules: restricted(...base, {
      regex: `(^|/)(feature|\\.\\.|\\.\\./\\.\\.)/(${names.filter((n) => n !== name).join('|') || '\\0'})(/|$)`,
      message: 'Features never import each other; share through src/shared or the router.',
    }),
  }))
}

const learner = [kits.element, kits.charts, ...others('learner')]
const staff = [kits.vant, ...others('staff')]
const exam = [kits.vant, kits.element, kits.charts, ...others('exam')]
const shared = [kits.vant, kits.element, kits.charts, ...others('')]

export default ts.config(
  { ignores: ['dist/**', 'node_modules/**', 'src/api/gen/**', 'playwright-report/**', 'test-results/**', 'e2e/shots/**'] },
  ...ts.configs.recommended,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.{js,mjs,ts,vue}'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      'no-console': 'error',
      'no-undef': 'off',
      eqeqeq: ['error', 'smart'],
      '@typescript-eslint/no-non-null-assertion': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
      'vue/no-v-html': 'error',
      // Layout of templates is left to the writer.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': ['warn', { html: { void: 'any', normal: 'any', component: 'any' } }],
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-indent': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
    },
  },
  { files: ['**/*.vue'], rules: { 'max-lines': ['warn', { max: 250, skipBlankLines: false, skipComments: false }] } },
  { files: ['src/{staff,exam,shared}/**/*.vue'], rules: noTag('van') },
  { files: ['src/{learner,shared}/**/*.vue'], rules: noTag('el') },
  { files: ['src/exam/**/*.vue'], rules: { 'vue/no-restricted-syntax': ['error', { selector: 'VElement[rawName=/^(van|el)-/]', message: 'No kit in the exam.' }] } },
  { files: ['src/learner/**/*.{ts,vue}'], rules: restricted(...learner) },
  { files: ['src/staff/**/*.{ts,vue}'], rules: restricted(...staff) },
  { files: ['src/exam/**/*.{ts,vue}'], rules: restricted(...exam) },
  { files: ['src/shared/**/*.{ts,vue}', 'src/api/**/*.ts'], rules: restricted(...shared) },
  ...features('learner', learner),
  ...features('staff', staff),
  ...features('exam', exam),
  { files: ['src/learner/vant.d.ts'], rules: { '@typescript-eslint/consistent-type-imports': 'off' } },
  { files: ['scripts/**', 'e2e/**'], rules: { 'no-console': 'off' } },
)
