// Runs cells on the lazycell kernel in a real JupyterLab, with its widgets in the page: node kernel.js [--all] [DIRECTORY FOR SCREENSHOTS]
// Buttons are clicked and sliders moved, and the values come back to Go. With --all GoNB's own notebooks that need a browser run too, as
// they come with its module, and programs for the page.
'use strict';
const fs = require('fs');
const path = require('path');
const { execFileSync } = require('child_process');
const browser = require('./browser');
const labserver = require('./labserver');
const { LabNotebook } = require('./labnotebook');
const { check, equal, run } = require('./checks');

const all = process.argv.includes('--all');
const [shots = path.join(labserver.ROOT, 'build', 'browser')] = process.argv.slice(2).filter((a) => !a.startsWith('-'));
const go = (...args) => execFileSync('go', args, { cwd: labserver.ROOT, encoding: 'utf8' }).trim();
// The first program for a page compiles Go's own packages.
const LIMIT = all ? 240000 : 60000;
const GONB = go('list', '-m', '-f', '{{.Dir}}', 'github.com/janpfeifer/gonb');
const EXAMPLES = ['tests/comms', 'tests/dom', 'tests/widgets', 'tests/wasm', 'wasm_demo'];

const OWN = [
  'import (\n\t"fmt"\n\t"sync/atomic"\n\n\t"github.com/janpfeifer/gonb/gonbui/dom"\n\t"github.com/janpfeifer/gonb/gonbui/widgets"\n)\n\nvar presses atomic.Int64',
  'root := dom.CreateTransientDiv()\nbutton := widgets.Button("Press").WithHtmlId("press").AppendTo(root).Done()\n' +
    'slider := widgets.Slider(0, 100, 50).WithHtmlId("slide").AppendTo(root).Done()\npressed := button.Listen()\n' +
    'go func() {\n\tfor range pressed.C {\n\t\tpresses.Add(1)\n\t}\n}()',
  'presses.Load(), slider.Value()',
  'slider.SetValue(7)',
  'var name, secret string\nfmt.Scan(&name)\n"hello " + name',
  '%with_password\nfmt.Scan(&secret)\nlen(secret)',
  'import "time"\nfor range 100 {\n\ttime.Sleep(20 * time.Millisecond)\n}\nstrings.Repeat("ab", 2)',
  '',
];
const PLOT = 'import (\n\tgrob "github.com/MetalBlueberry/go-plotly/graph_objects"\n\t"github.com/janpfeifer/gonb/gonbui/plotly"\n)\n\n' +
  'plotly.DisplayFig(&grob.Fig{Data: grob.Traces{&grob.Bar{Type: grob.TraceTypeBar, Y: []float64{1, 2, 3}}}})';
const SUM = '%wasm\nimport (\n\t"github.com/janpfeifer/gonb/gonbui/wasm"\n)\n\nfunc total(ns ...int) (sum int) {\n\tfor _, n := range ns {\n\t\tsum += n\n\t}\n\treturn sum\n}\n' +
  'div := wasm.ById(GonbWasmDivId)\ndiv.SetInnerText(fmt.Sprint("the total is ", total(1, 2, 3)))';

function fill(work) {
  const cells = (all ? [...OWN, PLOT, SUM] : OWN).map((source, i) => (
    { cell_type: 'code', id: `own-${i}`, source, metadata: {}, outputs: [], execution_count: null }));
  const kernelspec = { name: 'lazycell', display_name: 'Go (lazycell)', language: 'go' };
  const write = (name, book) => fs.writeFileSync(path.join(work, name), JSON.stringify(book));
  write('own.ipynb', { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells });
  for (const name of all ? EXAMPLES : []) {
    const book = JSON.parse(fs.readFileSync(path.join(GONB, 'examples', `${name}.ipynb`), 'utf8'));
    book.metadata.kernelspec = kernelspec;
    write(`${path.basename(name)}.ipynb`, book);
  }
}

const outputOf = (page, i) => page.locator(`.jp-Notebook .jp-Cell[data-windowed-list-index="${i}"]`);

// checkOwn clicks, moves and types.
async function checkOwn(lab, page) {
  const book = new LabNotebook(page, lab, LIMIT);
  await book.open('own.ipynb');
  await checkColours(page);
  for (const i of [0, 1]) {
    equal(`errors of cell ${i}`, (await book.run(i)).error, '');
  }
  await page.locator('#press').waitFor({ timeout: 20000 });
  await page.waitForTimeout(500); // for the script that connects widgets
  await page.locator('#press').click();
  await page.locator('#press').click();
  const place = await page.locator('#slide').boundingBox();
  await page.mouse.click(place.x + 0.8 * place.width, place.y + place.height / 2);
  await page.waitForTimeout(500);
  const moved = await page.locator('#slide').inputValue();
  check('the slider moves', Number(moved) > 60, moved);
  equal('what Go knows of the widgets', (await book.run(2)).result, `(2, ${moved})`);
  equal('errors of setting a slider', (await book.run(3)).error, '');
  await page.waitForFunction(() => document.getElementById('slide').value === '7', null, { timeout: 5000 }).catch(() => {});
  equal('what the slider shows', await page.locator('#slide').inputValue(), '7');
  await page.screenshot({ path: path.join(shots, 'kernel-widgets.png') });

  for (const [i, typed, kind, want] of [[4, 'Zoë', 'text', '"hello Zoë"'], [5, 'geheim', 'password', '6']]) {
    await book.start(i);
    const box = outputOf(page, i).locator('.jp-Stdin-input');
    await box.waitFor({ timeout: 20000 });
    equal('the kind of the box', await box.evaluate((e) => e.type), kind);
    await box.fill(typed);
    await box.press('Enter');
    equal('what was typed', (await book.finish(i)).result, want);
  }
  await checkCompletion(page, book);
  if (all) {
    await checkPlot(page, book);
    await checkPage(page, book);
  }
  await book.shutdown();
}

// checkColours looks whether the editor knows Go: a keyword, a string and a name differ.
async function checkColours(page) {
  const colour = (text) => outputOf(page, 0).locator('.cm-line span', { hasText: text }).first().evaluate((e) => getComputedStyle(e).color);
  const plain = await outputOf(page, 0).locator('.cm-line').first().evaluate((e) => getComputedStyle(e).color);
  const [keyword, string] = [await colour(/^import$/), await colour(/^"fmt"$/)];
  check('keywords are coloured', keyword !== plain && keyword !== string, { keyword, string, plain });
  check('strings are coloured', string !== plain, { string, plain });
}

// checkCompletion presses Tab and Shift+Tab while a cell runs.
async function checkCompletion(page, book) {
  await book.start(6);
  await page.waitForTimeout(400);
  const editor = outputOf(page, 7).locator('.cm-content');
  await editor.click();
  await page.keyboard.type('x := fmt.Fprin');
  await page.keyboard.press('Tab');
  const item = page.locator('.jp-Completer-item', { hasText: 'Fprintln' }).first();
  await item.waitFor({ timeout: 5000 });
  check('completion is there while the cell runs', await book.page.evaluate(() => {
    const { model } = window.jupyterapp.shell.currentWidget.content.widgets[6];
    return model.executionCount === null || model.executionState === 'running';
  }));
  await item.click();
  await page.keyboard.type('(');
  await page.keyboard.press('Shift+Tab');
  const tip = page.locator('.jp-Tooltip', { hasText: 'func fmt.Fprintln(w io.Writer, a ...any)' });
  await tip.waitFor({ timeout: 5000 });
  await page.screenshot({ path: path.join(shots, 'kernel-tooltip.png') });
  check('the tooltip is formatted', await tip.locator('pre, code').count() > 0);
  await page.keyboard.press('Escape');
  equal('the cell that ran meanwhile', (await book.finish(6)).result, '"abab"');
}

// checkPlot shows a figure. Plotly itself comes from elsewhere: what asks for it is answered by something that keeps the figure.
async function checkPlot(page, book) {
  await page.context().route('https://cdn.plot.ly/**', (route) => route.fulfill({
    contentType: 'text/javascript', body: 'window.Plotly = {newPlot: (id, figure) => { window.plotted = {id, figure}; }};',
  }));
  equal('errors of plotly', (await book.run(8)).error, '');
  await page.waitForFunction(() => window.plotted, null, { timeout: 10000 });
  const plotted = await page.evaluate(() => ({ there: !!document.getElementById(window.plotted.id), data: window.plotted.figure.data }));
  equal('the figure', plotted, { there: true, data: [{ type: 'bar', y: [1, 2, 3] }] });
}

async function checkPage(page, book) {
  equal('errors of a program for the page', (await book.run(9)).error, '');
  const said = outputOf(page, 9).getByText('the total is 6');
  await said.waitFor({ timeout: 60000 });
  await page.screenshot({ path: path.join(shots, 'kernel-wasm.png') });
  check('its files are where Jupyter serves them', fs.readdirSync(path.join(book.lab.work, 'jupyter_files')).length === 1);
}

// differing cells of GoNB's notebooks, by notebook and cell: what they print here.
const DIFFERS = {
  'tests/comms': { 1: /^%goflags=/, 3: /gonb@v[0-9.]+"\.\n$/, 11: /^No more\.\n/ },
  'tests/dom': { 1: /^%goflags=/, 3: /gonb@v[0-9.]+"\.\n$/ },
  'tests/widgets': { 1: /^%goflags=/, 3: /gonb@v[0-9.]+"\.\n$/ },
  'tests/wasm': { 1: /\/work\n.*\/work\/jupyter_files\/\S+\n\/files\/jupyter_files\/\S+\n%goflags=/, 2: /\/work\/jupyter_files\/\S+\n/, 5: /gonb@v[0-9.]+"\.\n$/, 8: /forgotten/ },
  'wasm_demo': {},
};

// checkExample runs a notebook of GoNB's and compares with what it has stored.
async function checkExample(lab, page, name, only) {
  const stored = JSON.parse(fs.readFileSync(path.join(GONB, 'examples', `${name}.ipynb`), 'utf8')).cells;
  const book = new LabNotebook(page, lab, LIMIT);
  await book.open(`${path.basename(name)}.ipynb`);
  for (const [i, cell] of stored.entries()) {
    if (cell.cell_type !== 'code' || only && !only.includes(i)) {
      continue;
    }
    const got = await book.run(i);
    console.log(`ran ${name}, cell ${i}`);
    const join = (s) => [].concat(s || '').join('');
    const want = cell.outputs.filter((o) => o.name === 'stdout').map((o) => join(o.text)).join('');
    equal(`errors of ${name}, cell ${i}`, got.error, '');
    const differs = DIFFERS[name][i];
    if (differs) {
      check(`${name}, cell ${i} prints what it should`, differs.test(got.printed), got.printed);
    } else {
      equal(`${name}, cell ${i} prints`, got.printed.trim(), want.trim());
    }
    for (const o of cell.outputs) {
      const html = join((o.data || {})['text/html']);
      if (html && !/id=/.test(html)) {
        check(`${name}, cell ${i} shows ${html}`, got.html.includes(html), got.html);
      }
    }
  }
  return book;
}

async function checkExamples(lab, page) {
  for (const name of ['tests/comms', 'tests/dom', 'tests/widgets']) {
    await (await checkExample(lab, page, name)).shutdown();
  }
  const wasm = await checkExample(lab, page, 'tests/wasm');
  const lines = await outputOf(page, 7).locator('.jp-OutputArea').innerText();
  check('the program has its flags and places', /Wasm URL: \/files\/jupyter_files\/[\s\S]*the universe, and everything: 42/.test(lines), lines);
  await outputOf(page, 9).getByText('Hello world!').last().waitFor({ timeout: 10000 });
  await wasm.shutdown();

  const alerts = [];
  page.on('dialog', (d) => {
    if (d.type() === 'alert') {
      alerts.push(d.message());
    }
    d.accept();
  });
  const demo = await checkExample(lab, page, 'wasm_demo', [5, 7, 9]);
  const boxes = outputOf(page, 9).locator('.jp-OutputArea input');
  await boxes.nth(2).waitFor({ timeout: 60000 });
  await boxes.nth(0).pressSequentially('20');
  await boxes.nth(1).pressSequentially('22');
  await page.waitForTimeout(300);
  equal('the sum in the page', await boxes.nth(2).inputValue(), 'life, the universe and everything ...');
  equal('alerts', alerts, ['Hello World!']);
  await page.screenshot({ path: path.join(shots, 'kernel-wasm-demo.png') });
  await demo.shutdown();
}

run(async () => {
  fs.mkdirSync(shots, { recursive: true });
  const variables = { GOCACHE: go('env', 'GOCACHE'), GOPATH: go('env', 'GOPATH'), GOMODCACHE: go('env', 'GOMODCACHE'), GONB_GIT_ROOT: GONB };
  const lab = await labserver.start(fill, variables);
  try {
    const context = await browser.open({ viewport: { width: 1280, height: 1000 } });
    const page = await context.newPage();
    try {
      await checkOwn(lab, page);
      if (all) {
        await checkExamples(lab, page);
      }
    } catch (e) {
      await page.screenshot({ path: path.join(shots, 'kernel-failed.png') });
      console.log(lab.log());
      throw e;
    }
    equal('requests that left the machine', context.outside, []);
    await context.end();
    check('no files are left for the page', !fs.existsSync(path.join(lab.work, 'jupyter_files')));
  } finally {
    await lab.stop();
  }
});
