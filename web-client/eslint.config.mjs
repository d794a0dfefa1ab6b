import { fileURLToPath } from 'node:url'
import vue from 'eslint-plugin-vue'
import typescript from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'
import arrows from './lint/arrows.mjs'

const sourceRoot = fileURLToPath(new URL('./src', import.meta.url))

export default typescript.config(
  { ignores: ['dist', 'node_modules', '**/*.gen.ts'] },
  ...typescript.configs.recommended,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue}'],
    languageOptions: {
      parser: vueParser,
      parserOptions: { parser: typescript.parser, sourceType: 'module', extraFileExtensions: ['.vue'] },
    },
    plugins: { house: { rules: { arrows } } },
    rules: {
      'house/arrows': ['error', { sourceRoot }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // vue-tsc knows the browser's globals; this rule would not.
      'no-undef': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/require-default-prop': 'off',
      'vue/attributes-order': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/no-v-html': 'error',
      'vue/html-indent': ['error', 2],
      'vue/html-closing-bracket-newline': 'off',
      'max-lines': ['error', { max: 400 }],
    },
  },
  { files: ['src/call-engine/**/*.ts', 'src/signaling/**/*.ts'], rules: {
    'no-restricted-imports': ['error', { paths: [{ name: 'vue', message: 'This layer knows no Vue.' }] }],
  } },
  { files: ['scripts/**', 'e2e/**'], rules: { 'no-console': 'off' } },
)
