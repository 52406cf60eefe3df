// Arrows lead around steps: where bpmn-js would draw one across another step, a way past it is sought.
import BpmnLayouter from 'bpmn-js/lib/features/modeling/BpmnLayouter';
import { is } from 'bpmn-js/lib/util/ModelUtil';
import { isLabel } from 'bpmn-js/lib/util/LabelUtil';
import { getMid } from 'diagram-js/lib/layout/LayoutUtil';

const GAPS = [30, 45, 60, 20, 10]; // pixels between an arrow and what it passes, the best first
const LESS = 20; // what each step down in that costs
const BEND = 60; // what a bend costs, in pixels of length
const SOFT = 300; // what crossing a label or running along another arrow costs

class Router extends BpmnLayouter {
  layoutConnection(connection, hints = {}) {
    const points = super.layoutConnection(connection, hints);
    const source = hints.source || connection.source;
    const target = hints.target || connection.target;
    if (!is(connection, 'bpmn:SequenceFlow') || source === target) return points;
    const steps = this.obstacles(source, target);
    if (!crosses(points, steps)) return points;
    // Whoever has led it across a step themselves has their way.
    if (connection.waypoints && crosses(connection.waypoints, steps)) return points;
    return this.around(connection, source, target, steps) ?? points;
  }

  /** Steps in the way, without those around or at either end. */
  obstacles(source, target) {
    const spared = new Set([source, target]);
    for (const end of [source, target]) {
      if (end.host) spared.add(end.host);
      for (let above = end.parent; above; above = above.parent) spared.add(above);
    }
    const root = rootOf(source);
    return this._elementRegistry.filter((each) => is(each, 'bpmn:FlowNode') && !isLabel(each) && !each.hidden
      && !spared.has(each) && !spared.has(each.host) && rootOf(each) === root);
  }

  around(connection, source, target, steps) {
    const room = source.parent === target.parent && source.parent.width ? source.parent : null;
    const root = rootOf(source);
    const labels = this._elementRegistry.filter((each) => isLabel(each) && !each.hidden && rootOf(each) === root);
    const others = this._elementRegistry.filter((each) => each.waypoints && each !== connection && rootOf(each) === root);
    const free = (points, gap) => !crosses(points, steps.map((each) => wider(each, gap - 1)))
      && !crosses(points.slice(1, -1), [source, target].map((each) => wider(each, gap - 1)))
      && !goesBack(points, source, target) && (!room || points.every((each) => within(each, room)));
    const cost = (points) => length(points) + BEND * points.length
      + SOFT * labels.filter((each) => crosses(points, [each])).length
      + SOFT * others.filter((each) => runsAlong(points, each.waypoints)).length;
    const found = GAPS.flatMap((gap, rank) => [...ways(source, target, steps, gap)].filter((each) => free(each, gap))
      .map((points) => ({ points, cost: cost(points) + LESS * rank })));
    return found.sort((one, other) => one.cost - other.cost)[0]?.points;
  }
}
Router.$inject = [...BpmnLayouter.$inject];

/** Ways with two or four bends, along the edges of all that may have to be passed. */
function* ways(source, target, steps, gap) {
  const [from, to] = [getMid(source), getMid(target)];
  const all = [source, target, ...steps];
  const [out, into] = from.x <= to.x
    ? [source.x + source.width + gap, target.x - gap]
    : [source.x - gap, target.x + target.width + gap];
  for (const y of all.flatMap((each) => [each.y - gap, each.y + each.height + gap])) {
    yield [from, { x: from.x, y }, { x: to.x, y }, to];
    yield [from, { x: out, y: from.y }, { x: out, y }, { x: into, y }, { x: into, y: to.y }, to];
    yield [from, { x: from.x, y }, { x: into, y }, { x: into, y: to.y }, to];
    yield [from, { x: out, y: from.y }, { x: out, y }, { x: to.x, y }, to];
  }
  for (const x of all.flatMap((each) => [each.x - gap, each.x + each.width + gap])) {
    yield [from, { x, y: from.y }, { x, y: to.y }, to];
  }
}

function rootOf(element) {
  let found = element;
  while (found?.parent) found = found.parent;
  return found;
}

function segments(points) {
  return points.slice(1).map((end, index) => [points[index], end]);
}

function crosses(points, boxes) {
  return boxes.some((box) => segments(points).some(([a, b]) => meets(a, b, box)));
}

/** Whether a line enters a box; to touch its edge is not to enter (Liang and Barsky). */
function meets(a, b, { x, y, width, height }) {
  let [first, last] = [0, 1];
  const sides = [
    [a.x - b.x, a.x - x - 1], [b.x - a.x, x + width - 1 - a.x],
    [a.y - b.y, a.y - y - 1], [b.y - a.y, y + height - 1 - a.y],
  ];
  for (const [against, space] of sides) {
    if (against === 0 && space < 0) return false;
    const at = space / against;
    if (against < 0) first = Math.max(first, at);
    if (against > 0) last = Math.min(last, at);
  }
  return first < last;
}

/** Whether it comes back to an end that it has left. */
function goesBack(points, source, target) {
  const lines = segments(points);
  return crosses(points.slice(1), [source]) || lines.slice(0, -1).some(([a, b]) => meets(a, b, target));
}

function runsAlong(points, others) {
  return segments(points).some(([a, b]) => segments(others).some(([c, d]) => (
    (a.x === b.x && c.x === d.x && Math.abs(a.x - c.x) < 5 && overlap(a.y, b.y, c.y, d.y) > 10)
    || (a.y === b.y && c.y === d.y && Math.abs(a.y - c.y) < 5 && overlap(a.x, b.x, c.x, d.x) > 10))));
}

function overlap(a, b, c, d) {
  return Math.min(Math.max(a, b), Math.max(c, d)) - Math.max(Math.min(a, b), Math.min(c, d));
}

function wider({ x, y, width, height }, by) {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

function within({ x, y }, box) {
  return x > box.x + 5 && x < box.x + box.width - 5 && y > box.y + 5 && y < box.y + box.height - 5;
}

function length(points) {
  return segments(points).reduce((sum, [a, b]) => sum + Math.abs(a.x - b.x) + Math.abs(a.y - b.y), 0);
}

export default { layouter: ['type', Router] };
