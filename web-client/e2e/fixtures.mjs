// What a hall would answer, for looking at pages without one. Only the scripts beside this file use it; nothing of it ships.
import { readFileSync } from 'node:fs'

const sample = new URL('../../src/VirtualWindow.Storage/Catalogue/Sample/', import.meta.url)

/** RFC 4180 as far as the sample needs it: quotes around fields with commas. */
function rows(file) {
  const [head, ...lines] = readFileSync(new URL(file, sample), 'utf8').trim().split(/\r?\n/)
  const fields = line => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(match => match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
  const names = fields(head)
  return lines.map(line => Object.fromEntries(fields(line).map((value, at) => [names[at], value])))
}

const orNull = text => (text === '' || text === undefined ? null : text)
const numberOrNull = text => (orNull(text) === null ? null : Number(text))
const pinyin = new Map(rows('item_pinyin.csv').map(row => Object.values(row)))
const notes = new Map(rows('item_notes.csv').map(row => [row.code, row]))
const departments = rows('departments.csv').map(row => ({ departmentCode: row.code, name: row.name_zh, nameEn: row.name_en }))
const items = rows('items.csv')

const summary = row => ({
  itemCode: row.code, name: row.name_zh, nameEn: row.name_en, departmentCode: row.department_code, category: row.category_zh, audience: row.audience,
  crossProvinceMode: orNull(row.cross_province_mode), holiday: row.holiday === 'true', selfService24h: row.self_service_24h === 'true', pinyin: pinyin.get(row.code) ?? null,
})

export const catalogue = {
  version: 'look', sample: true,
  sites: rows('sites.csv').map(row => ({ siteId: row.id, name: row.name_zh, nameEn: row.name_en, regionCode: row.region_code })),
  regions: [
    { regionCode: '411525', province: '河南省', name: '固始县', nameEn: 'Gushi County', served: true },
    ...rows('regions.csv').map(row => ({ regionCode: row.gb2260_code, province: row.province_zh, name: row.region_zh, nameEn: row.region_en, served: row.gb2260_code.startsWith('3205') })),
  ],
  departments, items: items.map(summary),
}

export function guide(code) {
  const row = items.find(item => item.code === code)
  const note = notes.get(code)
  return {
    ...summary(row), departmentName: departments.find(one => one.departmentCode === row.department_code)?.name ?? '',
    statutoryDays: numberOrNull(row.statutory_days), daysUnit: /工作日/.test(note?.days_unit ?? '') ? 'working' : 'calendar', promisedDays: numberOrNull(row.promised_days),
    fee: orNull(row.fee), summary: row.summary_zh, materials: row.materials.split(';').filter(Boolean), legalBasis: orNull(note?.legal_basis), videoServed: true,
  }
}

const now = () => new Date().toISOString()
const soon = seconds => new Date(Date.now() + seconds * 1000).toISOString()

export const ticket = {
  ticketId: 't1', number: 'A017', itemCode: 'GA-01', itemName: '居民身份证异地换领', itemNameEn: 'ID card replacement away from home', regionCode: '411525', regionName: '固始县',
  position: 4, eta: { fromMinutes: 5, toMinutes: 10 }, takenAt: now(), clerksOnDuty: 2,
}

const clerk = { participantId: 'p2', role: 'clerk', displayName: '王敏 · 0103', siteName: '固始县政务服务中心', connected: true, publishing: true, microphone: true, camera: true }
const me = { participantId: 'p1', role: 'applicant', displayName: '张*', siteName: null, connected: true, publishing: true, microphone: true, camera: true }
const supervisor = { participantId: 'p3', role: 'supervisor', displayName: '主管', siteName: '固始县政务服务中心', connected: true, publishing: false, microphone: false, camera: false }
const call = { sessionId: 's1', participantId: 'p1', startedAt: now(), joinBy: soon(47), held: false, participants: [me, clerk], iceServers: [], recording: { stage: 'awaitingConsent', since: null, troubles: [] } }
const receipt = {
  filed: true, caseNumber: 'GS-20261123-0001', queryPassword: 'K7MX2RQP', outcome: 'accepted', itemName: ticket.itemName, itemNameEn: ticket.itemNameEn,
  clerkName: '王敏', siteName: '固始县政务服务中心', startedAt: now(), endedAt: now(), promisedDate: '2026-12-21', rated: null,
}

const snapshot = (stage, more = {}) => ({ sequence: 1, serverTime: now(), stage, ticket: null, call: null, receipt: null, ...more })

/** Snapshots by name, for the pages that only the server brings about. */
export const stages = {
  none: () => snapshot('noTicket'),
  waiting: () => snapshot('waiting', { ticket }),
  waitingFirst: () => snapshot('waiting', { ticket: { ...ticket, position: 1, eta: null } }),
  noClerk: () => snapshot('waiting', { ticket: { ...ticket, eta: null, clerksOnDuty: 0 } }),
  next: () => snapshot('next', { ticket: { ...ticket, position: null, eta: null } }),
  called: () => snapshot('called', { ticket: { ...ticket, position: null }, call: { ...call, joinBy: soon(47) } }),
  missed: () => snapshot('missed', { ticket: { ...ticket, position: null } }),
  inCall: () => snapshot('inCall', { ticket, call: { ...call, participants: [me, clerk, supervisor] } }),
  onHold: () => snapshot('onHold', { ticket, call: { ...call, held: true } }),
  filing: () => snapshot('finished', { ticket, receipt: { ...receipt, filed: false, caseNumber: null, queryPassword: null } }),
  finished: () => snapshot('finished', { ticket, receipt }),
  rated: () => snapshot('finished', { ticket, receipt: { ...receipt, rated: 5 } }),
  left: () => snapshot('left', { ticket }),
}

export const foundCase = {
  caseId: 'c1', stage: 'filed', caseNumber: receipt.caseNumber, fullNumber: null, itemCode: 'GA-01', itemName: ticket.itemName, itemNameEn: ticket.itemNameEn, departmentName: '县公安局',
  applicantName: '张*', clerkName: '王敏', siteName: receipt.siteName, outcome: 'accepted', notes: null, startedAt: now(), endedAt: now(), filedAt: now(), promisedDate: '2026-12-21', steps: [],
}
