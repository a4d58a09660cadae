// The scorecard's bins as rules of two engines: one rule per bin and one per missing value, points as the outcome.
import { ZenEngine } from '@gorules/zen-engine'
import { Engine } from 'json-rules-engine'

const factors = card => card.groups.flatMap(group => group.factors)

const ranges = factor => factor.bins.map((bin, place) =>
  ({ from: factor.bins[place - 1]?.below, below: bin.below, points: bin.points }))

export function zen(card) {
  const names = factors(card).map(factor => factor.feature)
  const blank = Object.fromEntries(names.map(name => [name, '']))
  const row = (name, test, points) => ({ ...blank, _id: `${name} ${test}`, [name]: test, points: `${points}` })
  const rules = factors(card).flatMap(factor => [
    row(factor.feature, 'null', factor.missing.points),
    ...ranges(factor).map(range => row(factor.feature, cell(range), range.points)),
  ])
  const decision = new ZenEngine().createDecision(bytes({
    hitPolicy: 'collect',
    inputs: names.map(name => ({ id: name, name, field: name })),
    outputs: [{ id: 'points', name: 'points', field: 'points' }],
    rules,
  }))
  return async input => {
    const { result } = await decision.evaluate(input)
    return result.reduce((sum, hit) => sum + hit.points, 0)
  }
}

function cell({ from, below }) {
  if (from === undefined) return `< ${below}`
  return below === undefined ? `>= ${from}` : `[${from}..${below})`
}

const node = (id, type, content) => ({ id, name: id, type, content, position: { x: 0, y: 0 } })

const bytes = table => Buffer.from(JSON.stringify({
  contentType: 'application/vnd.gorules.decision',
  nodes: [node('in', 'inputNode'), node('table', 'decisionTableNode', table), node('out', 'outputNode')],
  edges: [
    { id: 'to', sourceId: 'in', targetId: 'table', type: 'edge' },
    { id: 'from', sourceId: 'table', targetId: 'out', type: 'edge' },
  ],
}))

export function jsonRules(card) {
  const engine = new Engine()
  for (const factor of factors(card)) {
    const fact = factor.feature
    engine.addRule(rule([{ fact, operator: 'equal', value: null }], factor.missing.points))
    for (const { from, below, points } of ranges(factor)) {
      const conditions = []
      if (from !== undefined) conditions.push({ fact, operator: 'greaterThanInclusive', value: from })
      if (below !== undefined) conditions.push({ fact, operator: 'lessThan', value: below })
      engine.addRule(rule(conditions, points))
    }
  }
  return async input => {
    const { events } = await engine.run(input)
    return events.reduce((sum, event) => sum + event.params.points, 0)
  }
}

const rule = (all, points) => ({ conditions: { all }, event: { type: 'points', params: { points } } })
