// What of the drawing one sees at first, and with "whole diagram": nothing of it lies behind the palette.

const READABLE = 0.55;
const GAP = 20; // pixels

/** The whole where it can be read, else its beginning. */
export function begin(modeler) {
  place(modeler, READABLE);
}

export function whole(modeler) {
  place(modeler, 0);
}

function place(modeler, least) {
  const canvas = modeler.get('canvas');
  canvas.resized();
  const { inner, outer } = canvas.viewbox();
  if (!outer.width || !outer.height) return;
  const left = behindPalette(canvas) + GAP;
  const fit = Math.min(1, (outer.width - left - GAP) / (inner.width || 1), (outer.height - 2 * GAP) / (inner.height || 1));
  const scale = Math.max(fit, least);
  const above = scale > fit ? GAP : (outer.height - inner.height * scale) / 2;
  canvas.viewbox({
    x: inner.x - left / scale, y: inner.y - above / scale, width: outer.width / scale, height: outer.height / scale,
  });
}

/** Pixels from the left edge that the palette covers. */
function behindPalette(canvas) {
  const palette = canvas.getContainer().querySelector('.djs-palette');
  if (!palette) return 0;
  return palette.getBoundingClientRect().right - canvas.getContainer().getBoundingClientRect().left;
}
