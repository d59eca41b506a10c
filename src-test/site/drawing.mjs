// Drawings of the pages, which are text in the source, as SVG: lines and arrows are drawn, words stay text.
const WIDTH = 8.4;
const HEIGHT = 19;

/** Which halves of a cell a character draws from its middle: left, right, up, down. */
const LINES = {
  '─': 'lr', '│': 'ud', '└': 'ur', '┌': 'dr', '┐': 'dl', '┘': 'ul', '├': 'udr', '┤': 'udl', '┬': 'lrd', '┴': 'lru', '┼': 'lrud',
};
const ARROWS = { '►': [1, 0], '◄': [-1, 0], '▼': [0, 1], '▲': [0, -1] };

export function isDrawing(text) {
  return /[►◄▼▲]/.test(text);
}

const escaped = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

function line(column, row, halves) {
  const x = (column + 0.5) * WIDTH;
  const y = (row + 0.5) * HEIGHT;
  const ends = { l: [-WIDTH / 2, 0], r: [WIDTH / 2, 0], u: [0, -HEIGHT / 2], d: [0, HEIGHT / 2] };
  return [...halves].map(half => `M${x.toFixed(1)} ${y.toFixed(1)}l${ends[half][0]} ${ends[half][1]}`).join('');
}

function arrow(column, row, [dx, dy]) {
  const x = (column + 0.5) * WIDTH;
  const y = (row + 0.5) * HEIGHT;
  const tip = [x + dx * WIDTH / 2, y + dy * HEIGHT / 2];
  const back = [tip[0] - dx * 8, tip[1] - dy * 8];
  const points = [tip, [back[0] - dy * 4, back[1] - dx * 4], [back[0] + dy * 4, back[1] + dx * 4]];
  return `<polygon points="${points.map(point => point.map(value => value.toFixed(1)).join(',')).join(' ')}"/>`;
}

/** The same as a picture. Whoever cannot see it gets the text. */
export function drawing(text) {
  const rows = text.replace(/\s+$/, '').split('\n').map(row => [...row]);
  const width = (Math.max(...rows.map(row => row.length)) + 1) * WIDTH;
  let path = '';
  let shapes = '';
  rows.forEach((cells, row) => {
    cells.forEach((cell, column) => {
      if (LINES[cell]) {
        path += line(column, row, LINES[cell]);
      } else if (ARROWS[cell]) {
        const [dx, dy] = ARROWS[cell];
        path += line(column, row, dx > 0 ? 'l' : dx < 0 ? 'r' : dy > 0 ? 'u' : 'd');
        shapes += arrow(column, row, ARROWS[cell]);
      }
    });
    const words = cells.map(cell => (LINES[cell] || ARROWS[cell] ? ' ' : cell)).join('');
    for (const match of words.matchAll(/\S+(?: \S+)*/g)) {
      const column = [...words.slice(0, match.index)].length;
      const length = [...match[0]].length * WIDTH;
      shapes += `<text x="${(column * WIDTH).toFixed(1)}" y="${(row + 0.5) * HEIGHT + 4.5}" textLength="${length.toFixed(1)}">`
        + `${escaped(match[0])}</text>`;
    }
  });
  return `<figure class="drawing"><svg viewBox="0 0 ${width.toFixed(0)} ${rows.length * HEIGHT}" width="${width.toFixed(0)}" `
    + `role="img" aria-label="${escaped(text)}"><path d="${path}"/>${shapes}</svg></figure>\n`;
}
