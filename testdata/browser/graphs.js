// Opens a page with graphs offline and checks what is drawn: node graphs.js PAGE.html [DIRECTORY FOR SCREENSHOTS]
'use strict';
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');
const browser = require('./browser');
const { check, equal, run } = require('./checks');
const { TUTORIAL, checkGraph, checkTip, at, show, state } = require('./drawn');

const [file = 'build/tutorial.html', shots = 'build/browser'] = process.argv.slice(2);

// The library is in the page once, and the page asks no server for anything.
function checkSource(source) {
  equal('times the library is in the page', (source.match(/<script class="lazycell-library">/g) || []).length, 1);
  equal('times cytoscape is in the page', (source.match(/The Cytoscape Consortium/g) || []).length, 1);
}

// checkMoves zooms and moves the nth graph.
async function checkMoves(page, n, name) {
  await show(page, n);
  const before = await state(page, n);
  const box = await page.locator('.lazycell-graph').nth(n).locator('.lazycell-stage').boundingBox();
  const spot = { x: box.x + 8, y: box.y + 8 };
  await page.waitForTimeout(400);
  await page.mouse.move(spot.x, spot.y);
  await page.mouse.move(spot.x + 4, spot.y + 4);
  await page.mouse.wheel(0, -240);
  await page.waitForTimeout(300);
  const zoomed = await state(page, n);
  check(`${name}: the wheel zooms in`, zoomed.zoom > before.zoom * 1.05, [before, zoomed]);
  equal(`${name}: the wheel leaves the page where it is`, zoomed.scroll, before.scroll);
  await page.mouse.down();
  await page.mouse.move(spot.x + 60, spot.y + 30, { steps: 4 });
  await page.mouse.up();
  await page.waitForTimeout(100);
  const dragged = await state(page, n);
  check(`${name}: dragging the background moves the graph`, Math.abs(dragged.pan.x - zoomed.pan.x - 56) < 8, [zoomed, dragged]);
  const from = await at(page, n, 't0');
  await page.locator('.lazycell-graph').nth(n).getByTitle('Show the whole graph').click();
  const fitted = await state(page, n);
  check(`${name}: the button shows the whole graph again`, Math.abs(fitted.zoom - before.zoom) < 0.01, [before, fitted]);
  const node = await at(page, n, 't0');
  check(`${name}: its nodes are back in place`, from.x !== node.x || from.y !== node.y);
  await page.mouse.move(node.x, node.y);
  await page.mouse.down();
  await page.mouse.move(node.x + 20, node.y - 12, { steps: 4 });
  await page.mouse.up();
  const moved = await at(page, n, 't0');
  check(`${name}: a node can be dragged`, Math.abs(moved.x - node.x - 20) < 4, [node, moved]);
}

// A page that is being scrolled scrolls on when a graph comes under the resting pointer.
async function checkScrolling(page, n, name) {
  await show(page, n);
  const box = await page.locator('.lazycell-graph').nth(n).locator('.lazycell-stage').boundingBox();
  await page.evaluate((up) => window.scrollBy(0, -up), 300);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForTimeout(100);
  const before = await state(page, n);
  for (let i = 0; i < 8; i++) {
    await page.mouse.wheel(0, 60);
    await page.waitForTimeout(60);
  }
  await page.waitForTimeout(200);
  const after = await state(page, n);
  equal(`${name}: scrolling past does not zoom`, after.zoom, before.zoom);
  check(`${name}: scrolling goes on over the graph`, after.scroll >= before.scroll + 400, [before.scroll, after.scroll]);
}

async function checkScripts(url) {
  const context = await browser.open();
  const page = await context.newPage();
  await page.goto(url);
  const count = await page.locator('.lazycell-graph').count();
  check('the page has graphs', count > 0);
  const seen = [];
  for (let n = 0; n < count; n++) {
    const g = await checkGraph(page, n);
    seen.push(g);
    await page.mouse.move(1, 1);
    await page.locator('.lazycell-graph').nth(n).screenshot({ path: path.join(shots, `graph-${g.cell || n + 1}.png`) });
  }
  const tutorial = seen.map((g) => g.cell).filter((cell) => TUTORIAL[cell]);
  if (tutorial.length > 0) {
    equal('graphs of the tutorial', tutorial, Object.keys(TUTORIAL));
    const again = seen.filter((g) => g.cell.startsWith('x-graph'));
    equal('x-graph-again is x-graph', again[1].data, again[0].data);
  }
  for (const n of [0, 1].filter((n) => n < count && seen[n].data.tasks)) {
    await checkTip(page, n, seen[n]);
    await page.locator('.lazycell-graph').nth(n).screenshot({ path: path.join(shots, `pointed-${seen[n].cell || n + 1}.png`) });
  }
  await checkMoves(page, 0, seen[0].cell);
  await page.reload();
  await checkScrolling(page, Math.min(1, count - 1), seen[Math.min(1, count - 1)].cell);
  for (let n = 0; n < count; n++) {
    await show(page, n);
  }
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: path.join(shots, 'page.png'), fullPage: true });
  equal('requests that left the page', context.outside, []);
  equal('complaints of the page', context.complaints, []);
  await context.end();
  return seen;
}

// Without scripts the still pictures stay, with a circle for each task and a square for each chunk.
async function checkStill(url, seen) {
  const context = await browser.open({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(url);
  for (let n = 0; n < seen.length; n++) {
    const picture = page.locator('.lazycell-graph').nth(n).locator('.lazycell-stage > svg');
    const name = `${seen[n].cell || n + 1} without scripts`;
    check(`${name}: the picture is visible`, await picture.isVisible());
    equal(`${name}: circles and squares`, [await picture.locator('circle').count(), await picture.locator('rect').count()], seen[n].counts.slice(0, 2));
    const box = await picture.boundingBox();
    check(`${name}: the picture has a size`, box && box.width > 300 && box.height >= 150, box);
  }
  await page.screenshot({ path: path.join(shots, 'without-scripts.png'), fullPage: true });
  equal('requests that left the page without scripts', context.outside, []);
  await context.end();
}

run(async () => {
  if (!fs.existsSync(file)) {
    throw new Error(`${file} is not there: run make tutorial`);
  }
  fs.mkdirSync(shots, { recursive: true });
  checkSource(fs.readFileSync(file, 'utf8'));
  const url = pathToFileURL(path.resolve(file)).href;
  await checkStill(url, await checkScripts(url));
  console.log(`screenshots are in ${shots}`);
});
