// Adds one further signature to a PDF, as a stranger's program would: node sign.mjs IN OUT KEY.p12 PASSWORD
import { readFile, writeFile } from 'node:fs/promises'
import { P12Signer, PDF } from '@libpdf/core'

const [source, target, key, password] = process.argv.slice(2)
const signer = await P12Signer.create(new Uint8Array(await readFile(key)), password)
const pdf = await PDF.load(new Uint8Array(await readFile(source)))
const { bytes, warnings } = await pdf.sign({ signer, fieldName: 'Further1', reason: 'a further signature' })
await writeFile(target, bytes)
for (const warning of warnings ?? []) console.log(JSON.stringify(warning))
