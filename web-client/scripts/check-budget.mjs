// Fails when what an applicant downloads is heavier than agreed (gzip): 80 KB of scripts and 12 KB of styles before joining,
// 60 KB of media and call code after. Run after `vite build`; reads its manifest.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

const kilobyte = 1024
const budget = { entryScripts: 80 * kilobyte, entryStyles: 12 * kilobyte, callScripts: 60 * kilobyte }
const entry = 'applicant.html'
const afterCall = /src\/features\/(receipt|progress)\//
const callChunk = /src\/(call-engine|features\/(device-check|form|video-call))\//

const out = process.argv[2] ?? 'dist'
const manifest = JSON.parse(readFileSync(path.join(out, '.vite/manifest.json'), 'utf8'))
const gzipped = file => gzipSync(readFileSync(path.join(out, file)), { level: 9 }).length

/** All chunks that a chunk needs at once. */
function withImports(key, seen = new Set()) {
  if (seen.has(key) || !manifest[key]) return seen
  seen.add(key)
  for (const next of manifest[key].imports ?? []) withImports(next, seen)
  return seen
}

/** Chunks that come while one goes from the first page to the ticket: all lazy ones but another language, the call and what follows it. */
function beforeJoining() {
  const seen = withImports(entry)
  for (const key of [...seen]) for (const lazy of manifest[key].dynamicImports ?? []) lazyInto(lazy, seen)
  return seen
}

function lazyInto(key, seen) {
  const otherWords = /\.en\.json$/.test(key) || (/src\/i18n\//.test(key) && !/(common|applicant)\./.test(key))
  if (seen.has(key) || otherWords || callChunk.test(key) || afterCall.test(key)) return
  for (const next of withImports(key)) seen.add(next)
  for (const lazy of manifest[key].dynamicImports ?? []) lazyInto(lazy, seen)
}

const sum = (keys, files) => {
  const unique = new Set([...keys].flatMap(key => files(manifest[key])))
  return [...unique].reduce((total, file) => total + gzipped(file), 0)
}
const scripts = keys => sum(keys, chunk => chunk.file.endsWith('.js') ? [chunk.file] : [])
const styles = keys => sum(keys, chunk => chunk.css ?? [])

const before = beforeJoining()
const call = new Set(Object.keys(manifest).filter(key => callChunk.test(key) && manifest[key].isDynamicEntry).flatMap(key => [...withImports(key)]))
const callOnly = new Set([...call].filter(key => !before.has(key)))

const rows = [
  ['applicant scripts before joining', scripts(before), budget.entryScripts],
  ['applicant styles before joining', styles(before), budget.entryStyles],
  ['call scripts, loaded when needed', scripts(callOnly), budget.callScripts],
]
for (const [name, bytes, limit] of rows) console.log(`${bytes <= limit ? 'ok  ' : 'OVER'} ${name}: ${(bytes / kilobyte).toFixed(1)} of ${limit / kilobyte} KB gzip`)
process.exitCode = rows.some(([, bytes, limit]) => bytes > limit) ? 1 : 0
