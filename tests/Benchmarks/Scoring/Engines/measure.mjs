// Answers commands on standard input, one answer a line: "answers ENGINE" gives the points of all inputs as JSON,
// "rate ENGINE SECONDS" gives evaluations a second, measured here around the evaluations alone.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { jsonRules, zen } from './tables.mjs'

const [card, inputs] = process.argv.slice(2).map(file => JSON.parse(readFileSync(file, 'utf8')))

// The one engine works on threads of its own, so several evaluations are asked for at once; the other one on this.
const engines = {
  'zen-engine': { points: zen(card), atOnce: 16 },
  'json-rules-engine': { points: jsonRules(card), atOnce: 1 },
}

async function evaluate({ points, atOnce }, from) {
  const asked = inputs.slice(from, from + atOnce)
  return atOnce === 1 ? [await points(asked[0])] : Promise.all(asked.map(points))
}

async function answers(engine) {
  const all = []
  while (all.length < inputs.length) all.push(...await evaluate(engine, all.length))
  return JSON.stringify(all)
}

async function rate(engine, seconds) {
  const begin = performance.now()
  let done = 0
  while (performance.now() - begin < seconds * 1000) done += (await evaluate(engine, done % inputs.length)).length
  return done * 1000 / (performance.now() - begin)
}

for await (const line of createInterface({ input: process.stdin })) {
  const [command, name, seconds] = line.split(' ')
  console.log(command === 'answers' ? await answers(engines[name]) : await rate(engines[name], Number(seconds)))
}
process.exit(0)
