// What can be seen of a graph in a page. The functions of `page` run in the browser.
'use strict';
const { check, equal } = require('./checks');

// The graphs of the tutorial, by cell: tasks, chunks, arrows (one from each task to its chunk, one from each chunk to each
// task that reads it).
const TUTORIAL = {
  'x-graph': [16, 16, 16],
  'xsum-graph': [36, 36, 36 + 16 + 16],
  'x-graph-again': [16, 16, 16],
  'both-x-graph': [64, 64, 64 + 32],
  'both-obsm-graph': [4, 4, 4 + 2],
};

// expected is the numbers that the data in an output asks for.
function expected(data) {
  if (!data.tasks) {
    return [data.layers.length, 0, data.layers.reduce((n, l) => n + new Set(l.inputs).size, 0)];
  }
  const reads = data.tasks.reduce((n, [, , inputs]) => n + new Set(inputs).size, 0);
  return [data.tasks.length, data.tasks.length, data.tasks.length + reads];
}

// show brings the nth graph of the page into view and waits until it is drawn.
async function show(page, n) {
  await page.locator('.lazycell-graph').nth(n).scrollIntoViewIfNeeded();
  await page.waitForFunction((n) => {
    const el = document.querySelectorAll('.lazycell-graph')[n];
    return el.lazycell && el.lazycell.cy;
  }, n, { timeout: 20000 }).catch(() => { throw new Error(`graph ${n + 1} of the page was not drawn; the page says ${JSON.stringify(page.context().complaints)}`); });
  await page.waitForTimeout(150); // a frame or two, until the canvas is painted
}

// look is what there is to know of the nth graph: its data, and what cytoscape has on the screen.
function look(page, n) {
  return page.evaluate((n) => {
    const el = document.querySelectorAll('.lazycell-graph')[n], cy = el.lazycell.cy;
    const seen = (node) => {
      const b = node.renderedBoundingBox({ includeLabels: false });
      return b.x1 > -2 && b.y1 > -2 && b.x2 < cy.width() + 2 && b.y2 < cy.height() + 2;
    };
    const canvas = el.querySelector('canvas[data-id="layer2-node"]');
    const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    let painted = 0;
    for (let i = 3; i < pixels.length; i += 4) {
      painted += pixels[i] > 0;
    }
    const boxes = cy.nodes().map((v) => v.boundingBox({ includeLabels: false }));
    let touching = 0;
    const byLeft = boxes.slice().sort((a, b) => a.x1 - b.x1);
    byLeft.forEach((a, i) => {
      for (let k = i + 1; k < byLeft.length && byLeft[k].x1 < a.x2; k++) {
        touching += byLeft[k].y1 < a.y2 && a.y1 < byLeft[k].y2;
      }
    });
    const cell = el.closest('[id^="cell-id="]');
    return {
      cell: cell ? cell.id.slice('cell-id='.length) : '',
      data: JSON.parse(el.dataset.graph),
      counts: [cy.nodes('.task').length, cy.nodes('.chunk').length, cy.edges().length],
      shapes: [...new Set(cy.nodes().map((v) => v.hasClass('task') + ' ' + v.style('shape')))].sort(),
      seen: cy.nodes().filter(seen).length,
      painted,
      touching,
      wideLabels: cy.nodes().filter((v) => v.boundingBox({ includeLabels: true }).w > v.boundingBox({ includeLabels: false }).w + 1).length,
      downward: cy.edges().filter((e) => e.source().position('y') <= e.target().position('y')).length,
      layout: cy.options().layout,
      zoom: cy.zoom(),
      stillPicture: getComputedStyle(el.querySelector('.lazycell-stage > svg')).display,
    };
  }, n);
}

// checkGraph checks the nth graph and returns what it looked at.
async function checkGraph(page, n) {
  await show(page, n);
  const g = await look(page, n);
  const name = g.cell || `graph ${n + 1}`;
  equal(`${name}: tasks, chunks, arrows as its data has them`, g.counts, expected(g.data));
  if (TUTORIAL[g.cell]) {
    equal(`${name}: tasks, chunks, arrows as the tutorial has them`, g.counts, TUTORIAL[g.cell]);
    check(`${name}: laid out by dagre, bottom to top`, g.layout.name === 'dagre' && g.layout.rankDir === 'BT', g.layout);
  }
  equal(`${name}: circles are tasks, squares chunks`, g.shapes,
    g.data.tasks ? ['false round-rectangle', 'true ellipse'] : ['true ellipse']);
  equal(`${name}: nodes in view`, g.seen, g.counts[0] + g.counts[1]);
  check(`${name}: something is painted`, g.painted > 500, g.painted);
  equal(`${name}: nodes that touch`, g.touching, 0);
  equal(`${name}: labels wider than their node`, g.wideLabels, 0);
  equal(`${name}: arrows that do not point up`, g.downward, 0);
  equal(`${name}: the still picture has gone`, g.stillPicture, 'none');
  return g;
}

// at is where a node of the nth graph is on the screen.
function at(page, n, id) {
  return page.evaluate(([n, id]) => {
    const el = document.querySelectorAll('.lazycell-graph')[n];
    const box = el.querySelector('.lazycell-canvas').getBoundingClientRect(), p = el.lazycell.cy.getElementById(id).renderedPosition();
    return { x: box.left + p.x, y: box.top + p.y };
  }, [n, id]);
}

function state(page, n) {
  return page.evaluate((n) => {
    const cy = document.querySelectorAll('.lazycell-graph')[n].lazycell.cy;
    return { zoom: cy.zoom(), pan: cy.pan(), scroll: window.scrollY };
  }, n);
}

// checkTip points at a task and at a chunk and reads what is told about them.
async function checkTip(page, n, g) {
  await show(page, n);
  const tip = page.locator('.lazycell-graph').nth(n).locator('.lazycell-tip');
  const last = g.data.tasks.length - 1;
  const [layer, index, , shape] = g.data.tasks[last];
  const facts = [g.data.layers[layer].name, shape || g.data.layers[layer].chunk, g.data.layers[layer].dtype,
    '(' + index.join(', ') + (index.length === 1 ? ',)' : ')')];
  for (const id of ['t' + last, 'c' + last]) {
    const p = await at(page, n, id);
    await page.mouse.move(p.x - 3, p.y);
    await page.mouse.move(p.x, p.y);
    await page.waitForTimeout(100);
    const visible = await tip.isVisible(), text = visible ? await tip.innerText() : '';
    check(`${g.cell}: ${id} tells layer, shape, dtype, index`, visible && facts.every((f) => text.includes(f)), `${text} should have ${facts}`);
    const inside = await tip.evaluate((t) => {
      const a = t.getBoundingClientRect(), b = t.parentElement.getBoundingClientRect();
      return a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
    });
    check(`${g.cell}: what ${id} tells is within the graph`, inside);
  }
}

module.exports = { TUTORIAL, show, look, checkGraph, checkTip, at, state };
