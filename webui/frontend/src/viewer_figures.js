// Numbers on the drawing: how often a way was taken, how long a step lies. They are text; the width of a line and the
// ground of a step only help the eye. A button takes them away and brings them back.
const WIDTH = { least: 1.5, most: 4.5 };

export function showFigures(viewer, figures, bar, labels) {
  const registry = viewer.get('elementRegistry');
  const found = Object.entries(figures).filter(([id]) => registry.get(id));
  if (!found.length) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'sw-diagram__button sw-diagram__button--word';
  button.textContent = labels.figures;
  bar.append(button);
  const turn = (on) => {
    button.setAttribute('aria-pressed', String(on));
    for (const [id, figure] of found) (on ? put : take)(viewer, registry.get(id), figure);
  };
  button.addEventListener('click', () => turn(button.getAttribute('aria-pressed') !== 'true'));
  turn(true);
}

function put(viewer, element, figure) {
  const plate = document.createElement('span');
  plate.className = 'sw-figure';
  plate.textContent = figure.text;
  plate.title = figure.title;
  viewer.get('overlays').add(element, 'sw-figure', { position: placeOf(element), html: plate });
  if (figure.warmth) viewer.get('canvas').addMarker(element, `sw-warm-${figure.warmth}`);
  if (element.waypoints) line(viewer, element).style.strokeWidth = `${WIDTH.least + (WIDTH.most - WIDTH.least) * figure.share}px`;
}

function take(viewer, element, figure) {
  viewer.get('overlays').remove({ element, type: 'sw-figure' });
  if (figure.warmth) viewer.get('canvas').removeMarker(element, `sw-warm-${figure.warmth}`);
  if (element.waypoints) line(viewer, element).style.strokeWidth = '';
}

function line(viewer, element) {
  return viewer.get('elementRegistry').getGraphics(element).querySelector('.djs-visual > path');
}

// Relative to the box around the element, as overlays want it. The style sheet puts the plate's middle there.
function placeOf(element) {
  if (!element.waypoints) return { left: element.width / 2, top: element.height };
  const { x, y } = halfway(element.waypoints);
  return {
    left: x - Math.min(...element.waypoints.map((point) => point.x)),
    top: y - Math.min(...element.waypoints.map((point) => point.y)),
  };
}

function halfway(points) {
  const pieces = points.slice(1).map((end, at) => [points[at], end, Math.hypot(end.x - points[at].x, end.y - points[at].y)]);
  let rest = pieces.reduce((sum, [, , length]) => sum + length, 0) / 2;
  for (const [start, end, length] of pieces) {
    if (length && rest <= length) {
      return { x: start.x + ((end.x - start.x) * rest) / length, y: start.y + ((end.y - start.y) * rest) / length };
    }
    rest -= length;
  }
  return points.at(-1);
}
