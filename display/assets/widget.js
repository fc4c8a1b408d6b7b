// Draws the graphs of a notebook page. An output that shows a graph is
//
//   div.lazycell-graph[data-graph=JSON] > div.lazycell-stage > svg (a still picture), and a div.lazycell-legend
//
// and pushes onto window.lazycellGraphs, which is an array until this script runs and then calls it. Outputs may come before
// or after this script, in any order, and may be taken out of the page and put back.
(function (cytoscape, dagre) {
  'use strict';
  const VERSION = 1;
  if (window.lazycellGraphs && window.lazycellGraphs.version >= VERSION) {
    window.lazycellGraphs.push(1);
    return;
  }
  cytoscape.use(dagre);

  const CSS = `
.lazycell-graph .lazycell-stage { resize: vertical; border-radius: 3px; }
.lazycell-graph .lazycell-canvas { position: absolute; inset: 0; cursor: grab; }
.lazycell-graph .lazycell-canvas:active { cursor: grabbing; }
.lazycell-graph .lazycell-tools { display: flex; margin-left: auto; opacity: .6; transition: opacity .15s; }
.lazycell-graph:hover .lazycell-tools, .lazycell-graph .lazycell-tools:focus-within { opacity: 1; }
.lazycell-graph .lazycell-tools button { width: 26px; height: 24px; margin: 0 0 0 -1px; padding: 0; cursor: pointer; line-height: 1;
  font: 15px/1 system-ui, sans-serif; color: var(--jp-ui-font-color1, #333); background: var(--jp-layout-color1, #fff);
  border: 1px solid var(--jp-border-color1, #bdbdbd); }
.lazycell-graph .lazycell-tools button:hover { background: var(--jp-layout-color2, #eee); }
.lazycell-graph .lazycell-tools button:first-child { border-radius: 3px 0 0 3px; }
.lazycell-graph .lazycell-tools button:last-child { border-radius: 0 3px 3px 0; }
.lazycell-graph .lazycell-tip { position: absolute; z-index: 2; pointer-events: none; padding: 6px 9px; border-radius: 4px; max-width: 90%;
  font: 12px/1.45 system-ui, sans-serif; color: var(--jp-ui-font-color1, #222); background: var(--jp-layout-color1, #fff);
  border: 1px solid var(--jp-border-color1, #bdbdbd); box-shadow: 0 2px 8px rgba(0, 0, 0, .22); }
.lazycell-graph .lazycell-tip b { display: block; font-weight: 600; overflow-wrap: anywhere; }
.lazycell-graph .lazycell-tip table { border-collapse: collapse; margin: 0; border: 0; font-size: inherit; }
.lazycell-graph .lazycell-tip tr { background: none !important; }
.lazycell-graph .lazycell-tip td { padding: 0 10px 0 0; border: 0; text-align: left; background: none; white-space: nowrap; }
.lazycell-graph .lazycell-tip td:first-child { opacity: .65; }
.lazycell-graph .lazycell-layer { cursor: default; }`;

  const EDGE = '#8a9199', MARK = '#0b7a9c', INK = '#1f2328';
  const MANY = 700; // nodes, from which on speed comes before looks

  // What a graph is in cytoscape: a circle for each task, a square for the chunk it makes, an arrow from each task to its
  // chunk and from each chunk to the tasks that read it. Without tasks, a circle for each layer.
  function elements(graph) {
    const out = [];
    const edge = (source, target) => out.push({ data: { id: source + '>' + target, source, target } });
    const look = (layer) => {
      const l = graph.layers[layer];
      return { layer, fill: l.colors[0], pale: l.colors[1], line: l.colors[2] };
    };
    if (!graph.tasks) {
      graph.layers.forEach((l, i) => out.push({
        data: Object.assign({ id: 't' + i, kind: 'layer', label: l.op, font: l.font }, look(i)), classes: 'task',
      }));
      graph.layers.forEach((l, i) => l.inputs.forEach((from) => edge('t' + from, 't' + i)));
      return out;
    }
    graph.tasks.forEach(([layer, index, , shape], i) => {
      const l = graph.layers[layer], name = tuple(index);
      const common = Object.assign({ index: name, shape: shape || l.chunk }, look(layer));
      out.push({ data: Object.assign({ id: 't' + i, kind: 'task', label: l.op, font: l.font }, common), classes: 'task' });
      out.push({ data: Object.assign({ id: 'c' + i, kind: 'chunk', label: name, font: Math.min(10, 64 / name.length) }, common), classes: 'chunk' });
    });
    graph.tasks.forEach(([, , inputs], i) => {
      edge('t' + i, 'c' + i);
      [...inputs].reverse().forEach((from) => edge('c' + from, 't' + i)); // dagre turns siblings round
    });
    return out;
  }

  // An index as Python writes it: (0, 1), (3,).
  function tuple(index) {
    return '(' + index.join(', ') + (index.length === 1 ? ',)' : ')');
  }

  function style(many) {
    return [
      { selector: 'node', style: {
        'label': 'data(label)', 'font-size': 'data(font)', 'font-family': 'system-ui, sans-serif', 'color': INK,
        'text-valign': 'center', 'text-halign': 'center', 'text-wrap': 'wrap', 'line-height': 1.1, 'min-zoomed-font-size': many ? 6 : 3,
        'border-width': 1.5, 'border-color': 'data(line)' } },
      { selector: '.task', style: { 'shape': 'ellipse', 'width': 46, 'height': 46, 'background-color': 'data(fill)' } },
      { selector: '.chunk', style: { 'shape': 'round-rectangle', 'corner-radius': 3, 'width': 40, 'height': 40, 'background-color': 'data(pale)' } },
      { selector: 'edge', style: {
        'width': 1.5, 'line-color': EDGE, 'target-arrow-color': EDGE, 'target-arrow-shape': 'triangle', 'arrow-scale': 0.9,
        'curve-style': 'straight' } },
      { selector: '.far', style: { 'opacity': 0.18 } },
      { selector: 'edge.near', style: { 'line-color': MARK, 'target-arrow-color': MARK, 'width': 2.5, 'z-index': 9 } },
      { selector: 'node.near', style: { 'border-color': MARK, 'border-width': 2.5 } },
    ];
  }

  // Large graphs bring places along: they are folded so that they can be read, and laying them out would take long.
  function layout(graph) {
    if (graph.places) {
      const place = (node) => {
        const [x, y] = graph.places[Number(node.id().slice(1))];
        return { x, y: node.hasClass('chunk') ? y - graph.rise : y };
      };
      return { name: 'preset', positions: place, fit: false };
    }
    return { name: 'dagre', rankDir: 'BT', nodeSep: 8, edgeSep: 6, rankSep: 34, fit: false, animate: false };
  }

  // Where the pointer is, and when a wheel last turned: a page that is being scrolled scrolls on when a graph comes under a
  // resting pointer.
  const pointer = { x: NaN, y: NaN };
  let turned = 0;
  window.addEventListener('wheel', () => { turned = Date.now(); }, { capture: true, passive: true });

  // watchPointer calls zoom when a wheel turns over a stage on purpose: after the pointer was moved over the stage or pressed
  // on it, until it leaves. Otherwise the page scrolls. Control and wheel, which is also what a touchpad's pinch is, always zooms.
  function watchPointer(stage, zoom) {
    let armed = false;
    stage.addEventListener('pointermove', (e) => {
      const moved = e.clientX !== pointer.x || e.clientY !== pointer.y;
      armed = armed || (moved && Date.now() - turned > 250);
      pointer.x = e.clientX;
      pointer.y = e.clientY;
    }, true);
    stage.addEventListener('pointerdown', () => { armed = true; }, true);
    stage.addEventListener('pointerleave', () => { armed = false; });
    stage.addEventListener('wheel', (e) => {
      e.stopPropagation(); // cytoscape would always take it
      if (armed || e.ctrlKey || e.metaKey) {
        e.preventDefault();
        const pixels = e.deltaY * (e.deltaMode === 1 ? 33 : 1);
        zoom(Math.exp(Math.max(-0.5, Math.min(0.5, -pixels * (e.ctrlKey ? 0.008 : 0.0018)))), e);
      }
    }, { capture: true, passive: false });
  }
  window.addEventListener('pointermove', (e) => {
    pointer.x = e.clientX;
    pointer.y = e.clientY;
  }, { passive: true });

  function make(tag, className, parent) {
    const el = document.createElement(tag);
    el.className = className;
    parent.appendChild(el);
    return el;
  }

  // One graph in the page.
  class Graph {
    constructor(el) {
      this.el = el;
      this.stage = el.querySelector('.lazycell-stage');
      this.picture = this.stage.querySelector('svg');
      this.near = !window.IntersectionObserver;
      this.legend = el.querySelector('.lazycell-legend');
      this.clear(); // an element copied in the page brings along what was drawn in the other
      watchPointer(this.stage, (by, e) => this.cy && this.zoom(by, e));
      this.stage.addEventListener('pointerleave', () => this.cy && this.point(null));
      this.watchLegend();
      if (!this.near) {
        new IntersectionObserver((seen) => {
          this.near = seen.some((s) => s.isIntersecting);
          this.update();
        }, { rootMargin: '400px' }).observe(this.stage);
      }
      if (window.ResizeObserver) {
        new ResizeObserver(() => this.update()).observe(this.stage);
      }
      this.update();
    }

    // update draws the graph once there is room to, and keeps it in its room.
    update() {
      if (!this.el.isConnected || !this.stage.clientWidth || !this.stage.clientHeight) {
        return;
      }
      if (this.cy) {
        this.cy.resize();
        if (!this.moved) {
          this.fit();
        }
      } else if (this.near && !this.failed) {
        try {
          this.draw();
        } catch (e) {
          this.failed = true;
          this.drop();
          console.error('lazycell: a graph could not be drawn:', e);
        }
      }
    }

    draw() {
      const graph = JSON.parse(this.el.dataset.graph);
      const parts = elements(graph);
      const many = parts.length > MANY * 2;
      this.graph = graph;
      this.stage.style.height = this.stage.clientHeight + 'px'; // until now that of the picture
      this.canvas = make('div', 'lazycell-canvas', this.stage);
      this.cy = cytoscape({
        container: this.canvas, elements: parts, style: style(many), layout: layout(graph),
        minZoom: 0.02, maxZoom: 4, boxSelectionEnabled: false, autounselectify: true,
        hideEdgesOnViewport: many, textureOnViewport: many,
      });
      this.tip = make('div', 'lazycell-tip', this.stage);
      this.tip.hidden = true;
      this.addTools();
      this.cy.on('mouseover', 'node', (e) => this.point(e.target));
      this.cy.on('mouseout', 'node', () => this.point(null));
      this.cy.on('pan zoom', () => this.placeTip());
      this.cy.on('drag', 'node', () => this.placeTip());
      this.cy.on('dragpan scrollzoom pinchzoom', () => { this.moved = true; });
      this.fit();
      this.picture.style.display = 'none';
    }

    // drop gives everything back and shows the still picture again.
    drop() {
      if (this.cy) {
        this.cy.destroy();
      }
      this.cy = null;
      this.moved = false;
      this.clear();
      this.picture.style.display = '';
    }

    clear() {
      this.el.querySelectorAll('.lazycell-canvas, .lazycell-tip, .lazycell-tools').forEach((part) => part.remove());
    }

    fit() {
      this.moved = false;
      this.cy.fit(undefined, 12);
      if (this.cy.zoom() > 1.1) {
        this.cy.zoom(1.1);
        this.cy.center();
      }
    }

    // zoom zooms around a pointer's place, or around the middle.
    zoom(by, pointer) {
      let at = { x: this.cy.width() / 2, y: this.cy.height() / 2 };
      if (pointer) {
        const box = this.canvas.getBoundingClientRect();
        at = { x: pointer.clientX - box.left, y: pointer.clientY - box.top };
      }
      this.cy.zoom({ level: this.cy.zoom() * by, renderedPosition: at });
      this.moved = true;
    }

    addTools() {
      const tools = make('div', 'lazycell-tools', this.legend);
      const add = (text, title, action) => {
        const button = make('button', '', tools);
        button.type = 'button';
        button.textContent = text;
        button.title = title;
        button.setAttribute('aria-label', title);
        button.addEventListener('click', action);
      };
      add('+', 'Zoom in (or turn the wheel over the graph)', () => this.zoom(1.4));
      add('−', 'Zoom out', () => this.zoom(1 / 1.4));
      add('⤢', 'Show the whole graph', () => this.fit());
    }

    // point tells about a node and marks what it is made of and what is made of it.
    point(node) {
      this.cy.elements('.near').removeClass('near');
      this.pointed = node;
      this.tip.hidden = !node;
      if (!node) {
        return;
      }
      node.union(node.predecessors()).union(node.successors()).addClass('near');
      this.tip.textContent = '';
      this.describe(node.data());
      this.placeTip();
    }

    describe(d) {
      const layer = this.graph.layers[d.layer];
      const rows = {
        task: [['makes chunk', d.index], ['shape', d.shape], ['dtype', layer.dtype]],
        chunk: [['chunk', d.index], ['shape', d.shape], ['dtype', layer.dtype]],
        layer: [['chunks', layer.chunks], ['chunk shape', layer.chunk], ['dtype', layer.dtype]],
      }[d.kind];
      const title = document.createElement('b');
      title.textContent = layer.name;
      const table = document.createElement('table');
      for (const [name, value] of rows.concat([['of array', layer.shape]])) {
        const row = table.insertRow();
        row.insertCell().textContent = name;
        row.insertCell().textContent = value;
      }
      this.tip.append(title, table);
    }

    // placeTip puts the tip above the node, or below it where there is no room, and within the stage.
    placeTip() {
      if (!this.pointed) {
        return;
      }
      const at = this.pointed.renderedPosition(), gap = this.pointed.renderedHeight() / 2 + 8;
      const w = this.tip.offsetWidth, h = this.tip.offsetHeight;
      const room = { x: this.stage.clientWidth - w - 4, y: this.stage.clientHeight - h - 4 };
      const within = (v, high) => Math.max(4, Math.min(v, high));
      let x = at.x - w / 2, y = at.y - gap - h;
      if (y < 4 && at.y + gap <= room.y) {
        y = at.y + gap;
      } else if (y < 4) { // beside it
        y = at.y - h / 2;
        x = at.x + gap <= room.x ? at.x + gap : at.x - gap - w;
      }
      this.tip.style.left = within(x, room.x) + 'px';
      this.tip.style.top = within(y, room.y) + 'px';
    }

    // Pointing at a layer in the legend shows where it is.
    watchLegend() {
      this.el.querySelectorAll('.lazycell-layer').forEach((entry) => {
        entry.addEventListener('mouseenter', () => {
          if (this.cy) {
            this.cy.elements().not(this.cy.nodes('[layer = ' + Number(entry.dataset.layer) + ']')).addClass('far');
          }
        });
        entry.addEventListener('mouseleave', () => this.cy && this.cy.elements('.far').removeClass('far'));
      });
    }
  }

  const graphs = new Set();

  // scan draws the graphs that are new in the page and lets go of those that have left it.
  function scan() {
    for (const graph of graphs) {
      if (!graph.el.isConnected && graph.cy) {
        graph.drop(); // drawn again when it comes back: it is told of its size then
      }
    }
    document.querySelectorAll('.lazycell-graph').forEach((el) => {
      const arriving = document.readyState === 'loading' && !el.nextElementSibling;
      if (!el.lazycell && !arriving) {
        el.lazycell = new Graph(el);
        graphs.add(el.lazycell);
      }
    });
  }

  const sheet = document.createElement('style');
  sheet.textContent = CSS;
  document.head.appendChild(sheet);
  window.lazycellGraphs = { version: VERSION, push() { scan(); setTimeout(scan, 300); } };
  window.lazycellGraphs.push(1);
})(libraries.cytoscape, libraries.dagre);
