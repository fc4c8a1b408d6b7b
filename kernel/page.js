(async () => {
  const page = PAGE; // {id, url, program, args}
  const div = () => document.getElementById(page.id);
  try {
    await new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = page.url + '/wasm_exec.js';
      script.onload = resolve;
      script.onerror = () => reject(new Error(script.src + ' is not there: the kernel that has built this program is gone. Run the cell again.'));
      document.head.appendChild(script);
    });
    const go = new globalThis.Go();
    go.argv = ['js'].concat(page.args);
    const response = await fetch(page.url + '/' + page.program, {cache: 'no-store', credentials: 'same-origin'});
    if (!response.ok) {
      throw new Error(response.url + ': ' + response.status + ' ' + response.statusText);
    }
    const {instance} = await WebAssembly.instantiate(await response.arrayBuffer(), go.importObject);
    await go.run(instance);
  } catch (err) {
    console.error(err);
    if (div()) {
      div().textContent = String(err);
    }
  }
})();
