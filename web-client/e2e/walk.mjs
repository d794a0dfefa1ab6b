// Walks the whole way against a running hall, as an applicant and as a clerk, and photographs each step:
//   node e2e/walk.mjs http://localhost:5080 PASSWORD [folder] [kiosk|phone|elderly]
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'

const [origin, password, folder = 'look/walk', format = 'phone'] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const viewport = format === 'kiosk' ? { width: 1080, height: 1920 } : { width: 360, height: 800 }
const address = format === 'kiosk' ? '/applicant?kiosk=1&site=suzhou' : '/applicant'

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--disable-gpu', '--allow-loopback-in-peer-connection', '--autoplay-policy=no-user-gesture-required'],
})
const permissions = ['camera', 'microphone']
const context = await browser.newContext({ viewport, permissions })
if (format === 'elderly') await context.addInitScript(() => location.protocol === 'http:' && localStorage.setItem('virtualwindow.elderly', 'on'))
const person = await context.newPage()
const clerk = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, permissions })).newPage()
for (const [who, page] of [['applicant', person], ['clerk', clerk]]) {
  page.on('console', message => ['error', 'warning'].includes(message.type()) && console.log(`${who}: ${message.text()}`))
  page.on('pageerror', error => console.log(`${who}: ${error.message}`))
}
let step = 0
const began = Date.now()
async function shoot(name) {
  const number = String(++step).padStart(2, '0')
  await person.screenshot({ path: path.join(folder, `${format}-${number}-${name}.png`) })
  console.log(`${((Date.now() - began) / 1000).toFixed(1)} s  ${name}`)
}
const at = id => person.getByTestId(id)
const frames = (page, id) => page.waitForFunction(selector => {
  const video = document.querySelector(selector)
  return video !== null && video.getVideoPlaybackQuality().totalVideoFrames >= 60
}, `[data-testid=${id}]`, { timeout: 30_000 })

/** The form: the applicant writes, the clerk sees a mask, suggests, points, and writes for a while. */
async function fillInTogether() {
  const field = (page, id) => page.locator(`[data-field=${id}]`)
  const both = async name => {
    await shoot(`form-${name}`)
    await clerk.screenshot({ path: path.join(folder, `clerk-form-${name}.png`) })
  }
  await at('work-form').click()
  await clerk.getByTestId('tab-form').click()
  await field(person, 'applicantName').locator('input').fill('张小明')
  await field(person, 'idNumber').locator('input').fill('11010519491231002X')
  await field(person, 'mobile').locator('input').fill('138123')
  await field(clerk, 'idNumber').getByText('1101**********002X').waitFor()
  await both('masked')
  await field(clerk, 'idNumber').getByTestId('ask-reveal').click()
  await field(person, 'idNumber').getByTestId('show-field').click()
  await field(clerk, 'idNumber').getByText('11010519491231002X').waitFor()
  await field(clerk, 'cardReason').getByTestId('mark').click()
  await field(clerk, 'cardReason').getByTestId('propose').click()
  await field(clerk, 'cardReason').locator('input[value=lost]').check()
  await field(clerk, 'cardReason').getByTestId('send-proposal').click()
  await field(person, 'cardReason').getByTestId('take-proposal').waitFor()
  await both('proposal')
  await field(person, 'cardReason').getByTestId('take-proposal').click()
  await field(clerk, 'cardReason').locator('.known').waitFor()
  await clerk.getByTestId('ask-control').click()
  await person.getByTestId('allow-control').waitFor()
  await both('control-asked')
  await person.getByTestId('allow-control').click()
  await field(clerk, 'delivery').locator('input[value=pickUp]').check()
  await person.getByTestId('revoke-control').waitFor()
  await both('control')
  await person.getByTestId('revoke-control').click()
  await clerk.getByTestId('ask-control').waitFor()
  await person.getByTestId('pause-form').click()
  await both('paused')
  await person.getByTestId('pause-form').click()
  while (await person.getByTestId('next-page').isVisible()) await person.getByTestId('next-page').click()
  await person.getByTestId('submit-form').click()
  await both('incomplete')
  await at('work-form').click()
}

await clerk.goto(`${origin}/desk`)
await clerk.locator('input').first().fill('gushi01')
await clerk.locator('input[type=password]').fill(password)
await clerk.getByTestId('sign-in').click()
await clerk.getByTestId('presence').waitFor()

await person.goto(origin + address)
await at('region-411525').click()
await at('item-GA-01').click()
await at('start').click()
await person.locator('.device-good').first().waitFor()
await shoot('devices')
await at('device-ok').click()
await person.locator('input[name=name]').fill('张三')
await at('take-ticket').click()
await at('position').waitFor()
await shoot('waiting')
const number = await at('ticket-number').textContent()
await person.reload()
await at('position').waitFor()
if (await at('ticket-number').textContent() !== number) throw new Error('The place was lost by a reload.')
await shoot('waiting-after-reload')

await clerk.getByTestId('presence').click()
await clerk.getByTestId('accept').click({ timeout: 20_000 })
await at('join').waitFor()
await shoot('called')
await at('join').click()
await frames(person, 'remote-video')
await frames(clerk, 'remote-video')
await shoot('call')
await clerk.screenshot({ path: path.join(folder, 'clerk-call.png') })
await at('mute').click()
await person.waitForFunction(() => document.querySelector('[data-testid=mute]')?.getAttribute('aria-pressed') === 'true')
await shoot('muted')
await clerk.getByTestId('hold').click()
await person.locator('[data-status=held]').waitFor()
await shoot('held')
await clerk.getByTestId('hold').click()
await person.locator('[data-status=fine]').waitFor({ state: 'attached', timeout: 20_000 })
await person.reload()
await frames(person, 'remote-video')
if (await at('mute').getAttribute('aria-pressed') !== 'true') throw new Error('A reload switched the microphone on again.')
await shoot('call-after-reload')
await at('mute').click()
await fillInTogether()
await at('hang-up').click()
await shoot('hang-up-asks')
await person.keyboard.press('Escape')
await clerk.getByTestId('end-session').click()
await clerk.getByTestId('outcome-accepted').click()
await at('finish').waitFor()
await shoot('ended')
await at('case-number').waitFor({ timeout: 30_000 })
await shoot('receipt')
const key = { case: await at('case-number').textContent(), password: await at('query-password').textContent() }
await at('rate-5').click()
await at('rated').waitFor({ timeout: 15_000 })
await shoot('rated')
await at('finish').click()
await at('region-411525').waitFor()
await person.goto('about:blank')
await person.goto(`${origin}/applicant#${new URLSearchParams(key)}`)
await person.getByTestId('case').waitFor()
await shoot('progress')
await browser.close()
