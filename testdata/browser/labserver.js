// Starts JupyterLab from .venv over a directory of its own; it listens on this machine only and leaves nothing behind.
'use strict';
const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');
const crypto = require('crypto');
const { spawn } = require('child_process');

const ROOT = path.resolve(__dirname, '..', '..');
const JUPYTER = path.join(ROOT, '.venv', 'bin', 'jupyter');

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// start runs JupyterLab over a directory that fill(work, env) has filled, with more variables in its environment.
async function start(fill, variables = {}) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'lazycell-lab-'));
  const dir = (name) => {
    const made = path.join(home, name);
    fs.mkdirSync(made, { recursive: true });
    return made;
  };
  const env = Object.assign({}, process.env, {
    HOME: home, JUPYTER_CONFIG_DIR: dir('config'), JUPYTER_DATA_DIR: dir('data'), JUPYTER_RUNTIME_DIR: dir('runtime'),
    JUPYTERLAB_SETTINGS_DIR: dir('settings'), JUPYTERLAB_WORKSPACES_DIR: dir('workspaces'), IPYTHONDIR: dir('ipython'),
    JUPYTER_PLATFORM_DIRS: '0',
  }, variables);
  const work = dir('work');
  const news = path.join(dir('settings/@jupyterlab/apputils-extension'), 'notification.jupyterlab-settings');
  fs.writeFileSync(news, JSON.stringify({ fetchNews: 'false', checkForUpdates: false }));
  fill(work, env);
  const port = await freePort(), token = crypto.randomBytes(16).toString('hex');
  const server = spawn(JUPYTER, ['lab', '--no-browser', '--allow-root', '--ip=127.0.0.1', `--port=${port}`, '--ServerApp.port_retries=0',
    `--ServerApp.root_dir=${work}`, `--IdentityProvider.token=${token}`, '--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate',
    '--LabApp.extension_manager=readonly', '--LabApp.expose_app_in_browser=True'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const out of [server.stdout, server.stderr]) {
    out.on('data', (text) => { log = (log + text).slice(-4000); });
  }
  const url = `http://127.0.0.1:${port}`;
  const stop = () => new Promise((resolve) => {
    const finish = () => {
      fs.rmSync(home, { recursive: true, force: true });
      resolve();
    };
    if (server.exitCode !== null) {
      return finish();
    }
    server.on('exit', finish);
    server.kill('SIGTERM');
    setTimeout(() => server.kill('SIGKILL'), 10000).unref();
  });
  for (let tries = 0; ; tries++) {
    try {
      if ((await fetch(`${url}/api?token=${token}`)).ok) {
        return { url, token, work, stop, log: () => log };
      }
    } catch {
      // not listening yet
    }
    if (server.exitCode !== null || tries > 300) {
      await stop();
      throw new Error(`JupyterLab did not start: ${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

module.exports = { JUPYTER, ROOT, start };
