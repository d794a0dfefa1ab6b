import { expect, it } from 'vitest'
import { pictureOf } from './materials'

it.each([
  ['居民身份证（旧证）', 'card'], ['居民户口簿', 'booklet'], ['近期免冠照片', 'photo'], ['现场采集人像和指纹', 'face'],
  ['营业执照', 'licence'], ['丢失声明', 'form'], ['出生医学证明', 'certificate'], ['某种别的东西', 'paper'],
])('shows %s as %s', (material, picture) => {
  expect(pictureOf(material)).toBe(picture)
})
