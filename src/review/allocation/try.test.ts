import { test } from 'vitest'
import { allocate } from './allocate.ts'
import { allocationBalance } from './allocation-balance.ts'
import { armBalance } from './arm-balance.ts'
import { request, reviewCase } from './fixtures/requests.ts'
test('x', () => {
  for (const r of [request(), request({design:{kind:'crossed'}, cases: request().cases.slice(0,40)}), request({arms:['a','b','c','d','e'], tasks:{ratings:{perCase:3},pairs:{of:'all',perCase:4}}}),
   request({raters: request().raters.slice(0,7), design:{kind:'blocks', ratersPerCase:2}})]) {
    console.time('t')
    const { allocation, key } = allocate(r)
    console.timeEnd('t')
    const b = allocationBalance(allocation, r)
    console.log(b.loads.slice(0,4), b.slots)
    console.table([...b.margins, ...armBalance(allocation, key, r)])
  }
  console.time('big')
  const big = request({ cases: Array.from({length:1000},(_, i)=>reviewCase(i)), raters: Array.from({length:200},(_, i)=>({id:`r${i}`,centre:`c${i%5}`}))})
  const { allocation, key } = allocate(big)
  console.timeEnd('big')
    console.table([...allocationBalance(allocation, big).margins, ...armBalance(allocation, key, big)])
  console.timeEnd('big')
})
