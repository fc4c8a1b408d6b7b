// A notebook that is open in JupyterLab with its kernel: runs its cells one by one, as Shift+Enter does, and reads what they show.
'use strict';

const TIMEOUT = 60000;

class LabNotebook {
  constructor(page, lab, timeout = TIMEOUT) {
    Object.assign(this, { page, lab, timeout });
  }

  // open shows a notebook and waits for its kernel.
  async open(name) {
    await this.page.goto(`${this.lab.url}/lab/tree/${name}?token=${this.lab.token}&reset`);
    await this.page.locator('.jp-Notebook .jp-Cell').first().waitFor({ timeout: 60000 });
    await this.page.waitForFunction(() => {
      const panel = window.jupyterapp && window.jupyterapp.shell.currentWidget;
      const kernel = panel && panel.sessionContext && panel.sessionContext.session && panel.sessionContext.session.kernel;
      return kernel && kernel.status === 'idle';
    }, null, { timeout: 60000 });
  }

  // start sends a cell to the kernel.
  async start(i) {
    await this.page.evaluate((i) => {
      const panel = window.jupyterapp.shell.currentWidget;
      panel.content.deselectAll();
      panel.content.activeCellIndex = i;
      window.lazycellRun = window.jupyterapp.commands.execute('notebook:run-cell');
    }, i);
  }

  // finish waits until a cell has run, and returns what it has printed, the HTML it has shown, its errors and its result.
  async finish(i) {
    const ended = await this.page.evaluate((limit) => Promise.race([
      window.lazycellRun.then(() => true), new Promise((resolve) => setTimeout(() => resolve(false), limit)),
    ]), this.timeout);
    if (!ended) {
      throw new Error(`cell ${i} does not end`);
    }
    const outputs = await this.page.evaluate((i) => window.jupyterapp.shell.currentWidget.content.widgets[i].model.outputs.toJSON(), i);
    const join = (s) => [].concat(s || '').join('');
    const of = (kind) => outputs.filter((o) => o.output_type === kind);
    return {
      printed: of('stream').filter((o) => o.name === 'stdout').map((o) => join(o.text)).join(''),
      complained: of('stream').filter((o) => o.name === 'stderr').map((o) => join(o.text)).join(''),
      html: of('display_data').map((o) => join(o.data['text/html'])).filter((h) => h),
      result: of('execute_result').map((o) => join(o.data['text/plain'])).join(''),
      error: of('error').map((o) => `${o.ename}: ${o.evalue}`).join('; '),
    };
  }

  async run(i) {
    await this.start(i);
    return this.finish(i);
  }

  // shutdown ends the kernel.
  async shutdown() {
    await this.page.evaluate(() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown());
  }
}

module.exports = { LabNotebook };
