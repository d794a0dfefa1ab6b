// Photographs every page of the applicant's way, to be judged by eye: node e2e/look.mjs [folder] [only this format]
// Needs `npm run build` before and a Chromium (CHROMIUM, default /usr/bin/chromium).
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { preview } from 'vite'
import { fakeHall } from './fakeHall.mjs'
import { catalogue } from './fixtures.mjs'

const folder = process.argv[2] ?? 'look'
const only = process.argv[3]
mkdirSync(folder, { recursive: true })

const formats = {
  kiosk: { viewport: { width: 1080, height: 1920 }, address: '/applicant?kiosk=1&site=suzhou' },
  phone: { viewport: { width: 360, height: 800 }, address: '/applicant', deviceScaleFactor: 2, hasTouch: true, isMobile: true },
  elderly: { viewport: { width: 360, height: 800 }, address: '/applicant', deviceScaleFactor: 2, elderly: true, hasTouch: true, isMobile: true },
  english: { viewport: { width: 360, height: 800 }, address: '/applicant?lang=en', deviceScaleFactor: 2, hasTouch: true, isMobile: true },
  narrow: { viewport: { width: 320, height: 640 }, address: '/applicant?lang=en', deviceScaleFactor: 2, elderly: true, hasTouch: true, isMobile: true },
  'kiosk-elderly': { viewport: { width: 1080, height: 1920 }, address: '/applicant?kiosk=1&site=suzhou', elderlyByButton: true },
  'kiosk-english': { viewport: { width: 1080, height: 1920 }, address: '/applicant?kiosk=1&site=suzhou', englishByButton: true },
  desktop: { viewport: { width: 1440, height: 900 }, address: '/applicant' },
}

// What goes wrong, and what the page says then: devices refused or missing, no network, nothing to choose, the hall not reached.
const refusal = { code: 'unavailable', message: '大厅暂时连不上，请稍后再试。', messageEn: 'The hall cannot be reached, please try again.' }
const answer = (status, body) => route => route.fulfill({ status, contentType: 'application/json', body: JSON.stringify(body) })
function noDevice(name) {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name))
}
const troubles = {
  denied: async context => context.addInitScript(noDevice, 'NotAllowedError'),
  missing: async context => context.addInitScript(noDevice, 'NotFoundError'),
  inUse: async context => context.addInitScript(noDevice, 'NotReadableError'),
  noNetwork: async context => context.route('**/healthz/live', route => route.abort()),
  unreachable: async context => context.route('**/api/catalogue', answer(503, refusal)),
  nothingServed: async context => context.route('**/api/catalogue', answer(200, { ...catalogue, regions: catalogue.regions.map(region => ({ ...region, served: false })) })),
  emptyCatalogue: async context => context.route('**/api/catalogue', answer(200, { ...catalogue, items: [] })),
}

const server = await preview({ preview: { port: 0, host: '127.0.0.1', proxy: {} }, logLevel: 'error' })
const origin = server.resolvedUrls.local[0].replace(/\/$/, '')
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--disable-gpu'],
})

for (const [name, format] of Object.entries(formats)) {
  if (only !== undefined && only !== name) continue
  await walk(name, format)
  for (const stage of ['waiting', 'noClerk', 'called', 'missed', 'inCall', 'onHold', 'filing', 'finished', 'rated']) await stageOf(name, format, stage)
  if (['kiosk', 'phone', 'desktop'].includes(name)) for (const trouble of Object.keys(troubles)) await troubleOf(name, format, trouble)
}
await browser.close()
await server.close()

async function troubleOf(name, format, trouble) {
  const { context, page } = await open(format, 'none', troubles[trouble])
  const path = `${folder}/${name}-trouble-${trouble}.png`
  if (['denied', 'missing', 'inUse', 'noNetwork'].includes(trouble)) {
    await page.getByTestId('region-411525').click()
    await page.getByTestId('item-GA-01').click()
    await page.getByTestId('start').click()
    await page.locator('.device-bad').first().waitFor()
  } else {
    if (trouble === 'emptyCatalogue') await page.getByTestId('region-411525').click()
    await page.locator('.notice, [data-testid=load-failed]').first().waitFor()
  }
  await page.screenshot({ path })
  await context.close()
}

async function open({ viewport, elderly, elderlyByButton, englishByButton, deviceScaleFactor, hasTouch, isMobile, address }, stage, trouble) {
  const context = await browser.newContext({ viewport, deviceScaleFactor, hasTouch, isMobile, permissions: ['camera', 'microphone'] })
  if (elderly) await context.addInitScript(() => localStorage.setItem('virtualwindow.elderly', 'on'))
  await fakeHall(context, stage)
  await trouble?.(context)
  const page = await context.newPage()
  page.on('console', message => message.type() === 'error' && console.log(`${stage}: ${message.text()}`))
  page.on('pageerror', error => console.log(`${stage}: ${error.message}`))
  await page.goto(origin + address)
  if (elderlyByButton) await page.getByTestId('elderly').dispatchEvent('click')
  if (englishByButton) await page.getByTestId('language').dispatchEvent('click')
  return { context, page }
}

async function walk(name, format) {
  const { context, page } = await open(format, 'none')
  const shoot = (step, fullPage = false) => page.screenshot({ path: path.join(folder, `${name}-${step}.png`), fullPage })
  await page.getByTestId('region-411525').waitFor()
  await shoot('01-regions')
  await page.getByTestId('region-411525').click()
  await page.getByTestId('item-GA-01').waitFor()
  await shoot('02-items')
  await page.getByTestId('item-search').fill('sfz')
  await shoot('03-search')
  await page.getByTestId('item-GA-01').click()
  await page.getByTestId('start').waitFor()
  await page.locator('.material').first().click()
  await shoot('04-guide', !name.startsWith('kiosk'))
  await page.getByTestId('start').click()
  await page.locator('[data-testid=mirror]').waitFor()
  await page.locator('.device-good').first().waitFor()
  await shoot('05-devices', !name.startsWith('kiosk'))
  await page.getByTestId('device-ok').click()
  await page.getByTestId('take-ticket').waitFor()
  await shoot('06-ticket')
  await page.getByTestId('help').click()
  await shoot('07-help')
  await page.keyboard.press('Escape')
  await page.getByTestId('unfinished').click()
  await page.locator('.way').first().waitFor()
  await shoot('08-unfinished')
  await context.close()
}

async function stageOf(name, format, stage) {
  const { context, page } = await open(format, stage)
  const marks = { waiting: 'position', noClerk: 'position', called: 'join', missed: 'requeue', inCall: 'self-video', onHold: 'self-video' }
  await page.getByTestId(marks[stage] ?? 'finish').waitFor()
  if (stage === 'waiting') await page.locator('.material').first().waitFor()
  await page.screenshot({ path: path.join(folder, `${name}-${stage}.png`), fullPage: !name.startsWith('kiosk') && !['called', 'inCall', 'onHold'].includes(stage) })
  await context.close()
}
