// Called by WebClient.targets: node build-web-client.mjs <web-client> <output> <stamp> <list of inputs>
// Installs what package-lock.json says (only when it changed) and runs `vite build`, one build of a checkout at a time.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const [root, output, stamp, inputList] = process.argv.slice(2)
const lock = `${stamp}.lock`
const lockPatienceMs = 10 * 60_000
const oldestNode = [20, 19]

/** MSBuild shows a line of this form as an error with its code. */
function fail(code, text) {
  console.error(`web-client : error ${code}: ${text}`)
  process.exitCode = 1
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (gone) {
    return gone.code === 'EPERM'
  }
}

function tryLock() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (taken) {
    if (taken.code !== 'EEXIST') throw taken
    return false
  }
}

/** A lock whose owner was killed is taken over; an empty one is being written this very moment. */
function dropAbandonedLock() {
  let owner
  try {
    owner = readFileSync(lock, 'utf8')
  } catch {
    return
  }
  if (owner !== '' && !isAlive(Number(owner))) rmSync(lock, { force: true })
}

async function acquireLock() {
  for (const deadline = Date.now() + lockPatienceMs; Date.now() < deadline; await pause(200)) {
    if (tryLock()) return true
    dropAbandonedLock()
  }
  return false
}

function isUpToDate() {
  if (!existsSync(stamp)) return false
  const built = statSync(stamp).mtimeMs
  const inputs = readFileSync(inputList, 'utf8').split(/\r?\n/).filter(line => line !== '')
  return [...inputs, inputList, import.meta.filename].every(file => existsSync(file) && statSync(file).mtimeMs <= built)
}

function run(command, args) {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32', maxBuffer: 64 << 20 })
  const text = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`
  return { ok: result.status === 0, text }
}

/** The stamp lies inside node_modules, so that deleting the folder deletes it too. */
function install() {
  const installed = path.join(root, 'node_modules', '.package-lock.sha256')
  const wanted = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json'))).digest('hex')
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return true
  const { ok, text } = run('npm', ['ci', '--no-audit', '--no-fund'])
  if (ok) writeFileSync(installed, wanted)
  else fail('VW1003', `npm ci failed: ${text.trim().split('\n').slice(-12).join(' | ')}`)
  return ok
}

function build() {
  const { ok, text } = run(process.execPath, [path.join('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--outDir', output, '--emptyOutDir'])
  if (ok) writeFileSync(stamp, new Date().toISOString())
  else fail('VW1004', `vite build failed: ${text.trim().split('\n').slice(-12).join(' | ')}`)
}

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
  fail('VW1002', `Node.js ${oldestNode.join('.')} or newer is needed, this is ${process.versions.node}.`)
} else {
  mkdirSync(path.dirname(stamp), { recursive: true })
  if (!(await acquireLock())) fail('VW1005', `another build has held ${lock} for ten minutes; delete it if none is running.`)
  else {
    try {
      if (!isUpToDate() && install()) build()
    } finally {
      rmSync(lock, { force: true })
    }
  }
}
