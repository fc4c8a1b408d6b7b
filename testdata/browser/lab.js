// Opens a saved notebook in a real JupyterLab and checks that its graphs are drawn: node lab.js [NOTEBOOK.ipynb [DIRECTORY FOR SCREENSHOTS]]
// Without a notebook it is build/tutorial.ipynb. JupyterLab comes from .venv, listens on this machine only and leaves nothing behind.
'use strict';
const fs = require('fs');
const path = require('path');
const { execFileSync } = require('child_process');
const browser = require('./browser');
const labserver = require('./labserver');
const { check, equal, run } = require('./checks');
const { checkGraph, checkTip } = require('./drawn');

const [file = path.join(labserver.ROOT, 'build', 'tutorial.ipynb'), shots = path.join(labserver.ROOT, 'build', 'browser')] = process.argv.slice(2);

// start runs JupyterLab over a directory that holds the notebook, once trusted and once not.
function start() {
  return labserver.start((work, env) => {
    // A kernel is not needed to look at outputs; without one JupyterLab does not start what the notebook names.
    const book = JSON.parse(fs.readFileSync(file, 'utf8'));
    for (const name of ['trusted.ipynb', 'untrusted.ipynb']) {
      book.cells[0].metadata.copy = name; // signatures are by content
      fs.writeFileSync(path.join(work, name), JSON.stringify(book));
    }
    execFileSync(labserver.JUPYTER, ['trust', path.join(work, 'trusted.ipynb')], { env, stdio: 'pipe' });
  });
}

// dark switches to the dark theme and shows the first graph in it.
async function checkDark(page, cell) {
  await page.evaluate(() => document.querySelector('.jp-LabShell').dispatchEvent(new Event('focus')));
  await page.locator('.lm-MenuBar-item', { hasText: 'Settings' }).click();
  await page.locator('.lm-Menu-item', { hasText: 'Theme' }).first().hover();
  await page.locator('.lm-Menu-item', { hasText: 'JupyterLab Dark' }).first().click();
  await page.waitForFunction(() => document.body.dataset.jpThemeLight === 'false', null, { timeout: 10000 });
  await page.locator(`.jp-Notebook .jp-Cell[data-windowed-list-index="${cell}"]`).scrollIntoViewIfNeeded();
  await page.waitForTimeout(1000);
  await page.screenshot({ path: path.join(shots, 'lab-dark.png') });
}

async function openNotebook(page, lab, name) {
  await page.goto(`${lab.url}/lab/tree/${name}?token=${lab.token}&reset`);
  await page.locator('.jp-Notebook .jp-Cell').first().waitFor({ timeout: 60000 });
  const without = page.locator('.jp-Dialog button', { hasText: 'No Kernel' });
  await without.click({ timeout: 8000 }).catch(() => {}); // asked only when the notebook's kernel is not installed
  await page.waitForTimeout(500);
}

// cellsWithGraphs is the numbers of the notebook's cells that show graphs.
function cellsWithGraphs() {
  const out = [];
  JSON.parse(fs.readFileSync(file, 'utf8')).cells.forEach((cell, i) => {
    const html = (cell.outputs || []).map((o) => [].concat((o.data || {})['text/html'] || '').join('')).join('');
    if (html.includes('class="lazycell-graph"')) {
      out.push(i);
    }
  });
  return out;
}

async function checkTrusted(lab, cells) {
  const context = await browser.open({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await openNotebook(page, lab, 'trusted.ipynb');
  for (const [k, i] of cells.entries()) {
    await page.locator(`.jp-Notebook .jp-Cell[data-windowed-list-index="${i}"]`).scrollIntoViewIfNeeded();
    await page.waitForFunction((k) => document.querySelectorAll('.lazycell-graph').length > k, k, { timeout: 20000 });
    const g = await checkGraph(page, k);
    await page.screenshot({ path: path.join(shots, `lab-${k + 1}.png`) });
    if (k < 2 && g.data.tasks) {
      await checkTip(page, k, g);
    }
  }
  // To the end and back: outputs may be taken out of the page and put back.
  await page.locator('.jp-Notebook .jp-Cell').last().scrollIntoViewIfNeeded();
  await page.waitForTimeout(500);
  await page.locator(`.jp-Notebook .jp-Cell[data-windowed-list-index="${cells[0]}"]`).scrollIntoViewIfNeeded();
  await page.waitForTimeout(500);
  await checkGraph(page, 0);
  await checkDark(page, cells[1] || cells[0]);
  equal('libraries left behind in JupyterLab', await page.evaluate(() => [typeof window.cytoscape, typeof window.cytoscapeDagre]), ['undefined', 'undefined']);
  equal('requests that left JupyterLab', context.outside, []);
  equal('complaints about graphs', context.complaints.filter((c) => /lazycell|cytoscape/i.test(c)), []);
  await context.end();
}

// A notebook from elsewhere runs no scripts until it is trusted.
async function checkUntrusted(lab, cells) {
  const context = await browser.open({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await openNotebook(page, lab, 'untrusted.ipynb');
  await page.locator(`.jp-Notebook .jp-Cell[data-windowed-list-index="${cells[0]}"]`).scrollIntoViewIfNeeded();
  await page.waitForTimeout(1000);
  const hint = page.getByText('this notebook is not trusted').first();
  check('an untrusted notebook says why it shows no drawing', (await hint.boundingBox() || {}).height > 8);
  equal('scripts of an untrusted notebook', await page.evaluate(() => typeof window.lazycellGraphs), 'undefined');
  await page.screenshot({ path: path.join(shots, 'lab-untrusted.png') });
  await context.end();
}

run(async () => {
  if (!fs.existsSync(file)) {
    throw new Error(`${file} is not there: run make tutorial`);
  }
  fs.mkdirSync(shots, { recursive: true });
  const cells = cellsWithGraphs();
  check('the notebook has graphs', cells.length > 0);
  const lab = await start();
  try {
    await checkTrusted(lab, cells);
    await checkUntrusted(lab, cells);
  } finally {
    await lab.stop();
  }
  console.log(`screenshots are in ${shots}`);
});
