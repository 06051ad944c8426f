"use strict";
// Shows the events of one run: its tables as they grow, and the game that its agent plays. docs/live.md describes the events.

const $ = (id) => document.getElementById(id);
const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const tables = { metrics: { columns: [], rows: [] }, threads: { columns: [], rows: [] } };
const game = { number: 0, steps: [], values: [], rewards: [] };
let source = null, run = {}, paused = false;

const number = (value) => value === null || value === undefined ? "–"
  : Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en-US")
  : Number(value.toPrecision(3)).toString();
const words = (column) => column.replaceAll("_", " ");

function connect() {
  if (source) source.close();
  for (const table of Object.values(tables)) Object.assign(table, { columns: [], rows: [] });
  Object.assign(game, { number: 0, steps: [], values: [], rewards: [] });
  source = new EventSource(`events?run=${$("run").selectedIndex}`);
  source.onopen = () => { $("state").textContent = "Connected."; };
  source.onerror = () => { $("state").textContent = "The connection is lost. The page connects again."; };
  for (const [kind, show] of Object.entries({ run: showRun, metrics: showMetrics, threads: showThreads, moment: showMoment, status: showStatus, problem: showProblem }))
    source.addEventListener(kind, (event) => show(JSON.parse(event.data)));
}

function showRun(told) {
  run = told;
  const threads = told.threads === 1 ? "1 actor-learner" : `${told.threads} actor-learners`;
  $("about").textContent = `${told.algorithm} on ${told.environment}, network ${told.network}, ${threads}, seed ${told.seed}, `
    + `to agent step ${number(told.agentSteps)}`;
}

function add(name, told) {
  const table = tables[name];
  if (told.whole) table.rows = [];
  if (told.columns.length > 0) table.columns = told.columns;
  for (const row of told.rows) table.rows.push(row);
  document.body.dataset.reports = tables.metrics.rows.length;
}

function showMetrics(told) {
  add("metrics", told);
  const select = $("column"), kept = select.value || "mean_return";
  const shown = tables.metrics.columns.filter((column) => !["agent_steps", "report"].includes(column));
  if (select.options.length !== shown.length) {
    select.replaceChildren(...shown.map((column) => new Option(words(column), column)));
    select.value = shown.includes(kept) ? kept : shown[0];
  }
  drawCurve();
}

function showThreads(told) {
  add("threads", told);
  const { columns, rows } = tables.threads, thread = columns.indexOf("thread");
  const newest = new Map(rows.map((row) => [row[thread], row]));
  const head = document.createElement("tr"), shown = columns.filter((column) => column !== "report");
  head.append(...shown.map((column) => Object.assign(document.createElement("th"), { textContent: words(column), scope: "col" })));
  const body = [...newest.values()].map((row) => {
    const line = document.createElement("tr");
    line.append(...shown.map((column) => Object.assign(document.createElement("td"), { textContent: number(row[columns.indexOf(column)]) })));
    return line;
  });
  $("threads").tHead.replaceChildren(head);
  $("threads").tBodies[0].replaceChildren(...body);
}

function showMoment(told) {
  if (told.game !== game.number) Object.assign(game, { number: told.game, steps: [], values: [], rewards: [] });
  game.steps.push(told.step);
  game.values.push(told.value);
  game.rewards.push(told.reward);
  $("frame").src = `data:image/png;base64,${told.frame}`;
  const value = told.value === null ? "" : `, value ${number(told.value)}`;
  $("facts").textContent = `Game ${told.game}, agent step ${told.step}, return ${number(told.return)}${value}; trained for ${number(told.trained)} agent steps`;
  showPolicy(told);
  drawValues();
  document.body.dataset.moments = Number(document.body.dataset.moments) + 1;
}

function showPolicy(told) {
  const numbers = told.probabilities.length > 0 ? told.probabilities : told.vector;
  const areProbabilities = told.probabilities.length > 0;
  const largest = areProbabilities ? 1 : Math.max(1e-9, ...numbers.map(Math.abs));
  $("policy").replaceChildren(...numbers.map((part, i) => {
    const row = document.createElement("div"), bar = document.createElement("div"), fill = document.createElement("span");
    row.className = areProbabilities && i === told.action ? "choice chosen" : "choice";
    bar.className = "bar";
    fill.style.width = `${100 * Math.abs(part) / largest}%`;
    bar.append(fill);
    const name = document.createElement("span"), figure = document.createElement("span");
    name.textContent = (run.actions ?? [])[i] ?? (areProbabilities ? `action ${i}` : `number ${i}`);
    figure.textContent = areProbabilities ? `${Math.round(100 * part)} %` : number(part);
    row.append(name, bar, figure);
    return row;
  }));
}

function showStatus(told) {
  paused = told.paused;
  $("pause").textContent = paused ? "Play" : "Pause";
  if (told.problem) showProblem({ message: told.problem });
}

function showProblem(told) { $("state").textContent = told.message; }

// Prepares a canvas for drawing in CSS pixels and gives its size.
function begin(canvas, height) {
  const width = canvas.clientWidth, scale = window.devicePixelRatio || 1;
  canvas.width = width * scale;
  canvas.height = height * scale;
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.clearRect(0, 0, width, height);
  pen.font = "12px system-ui, sans-serif";
  return [pen, width];
}

// Round numbers between two others, about as many as wanted.
function ticks(low, high, wanted) {
  const rough = (high - low) / wanted, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough);
  const found = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + (step / 1000); tick += step) found.push(Math.abs(tick) < step / 1000 ? 0 : tick);
  return found;
}

function drawLine(canvas, height, xs, ys, labels, marks) {
  const [pen, width] = begin(canvas, height);
  const known = ys.filter((y) => y !== null);
  if (known.length === 0) {
    pen.fillStyle = style("--ink");
    pen.fillText("No numbers yet.", 8, 20);
    return;
  }
  let low = Math.min(...known), high = Math.max(...known);
  if (marks.some((mark) => mark !== 0)) [low, high] = [Math.min(low, 0), Math.max(high, 0)];
  if (low === high) [low, high] = [low - 1, high + 1];
  const left = 56, right = 30, top = labels.y ? 22 : 8, bottom = labels.x ? 38 : 20, last = Math.max(xs.at(-1), xs[0] + 1e-9);
  const x = (value) => left + ((width - left - right) * (value - xs[0]) / (last - xs[0] || 1));
  const y = (value) => top + ((height - top - bottom) * (high - value) / (high - low));
  pen.strokeStyle = style("--line");
  pen.fillStyle = style("--ink");
  pen.textAlign = "right";
  for (const tick of ticks(low, high, height / 50)) {
    pen.beginPath();
    pen.moveTo(left, y(tick));
    pen.lineTo(width - right, y(tick));
    pen.stroke();
    pen.fillText(number(tick), left - 6, y(tick) + 4);
  }
  pen.textAlign = "center";
  if (last > xs[0]) for (const tick of ticks(xs[0], last, width / 130)) pen.fillText(number(tick), x(tick), height - bottom + 16);
  if (labels.x) pen.fillText(labels.x, (left + width - right) / 2, height - 4);
  pen.textAlign = "left";
  if (labels.y) pen.fillText(labels.y, left, 12);
  pen.strokeStyle = style("--second");
  marks.forEach((mark, i) => {
    if (mark === 0) return;
    pen.beginPath();
    pen.moveTo(x(xs[i]), y(0));
    pen.lineTo(x(xs[i]), y(Math.max(low, Math.min(high, mark))));
    pen.stroke();
  });
  pen.strokeStyle = style("--accent");
  pen.lineWidth = 1.5;
  pen.beginPath();
  let isDrawing = false;
  ys.forEach((value, i) => {
    if (value === null) { isDrawing = false; return; }
    if (isDrawing) pen.lineTo(x(xs[i]), y(value)); else pen.moveTo(x(xs[i]), y(value));
    isDrawing = true;
  });
  pen.stroke();
}

function drawCurve() {
  const { columns, rows } = tables.metrics, column = $("column").value, axis = $("axis").value;
  if (rows.length === 0) return;
  const [from, to] = [columns.indexOf(axis), columns.indexOf(column)];
  drawLine($("curve"), 260, rows.map((row) => row[from]), rows.map((row) => row[to]), { x: words(axis), y: words(column) }, []);
}

function drawValues() {
  drawLine($("values"), 120, game.steps, game.values, {}, game.rewards);
}

const control = (what) => fetch(`control?run=${$("run").selectedIndex}&do=${what}`);
$("pause").onclick = () => control(paused ? "play" : "pause");
$("step").onclick = () => control("step");
$("run").onchange = connect;
$("column").onchange = drawCurve;
$("axis").onchange = drawCurve;
window.addEventListener("resize", () => { drawCurve(); if (game.values.length > 0) drawValues(); });

fetch("runs.json").then((answer) => answer.json()).then((runs) => {
  $("run").replaceChildren(...runs.map((told) => new Option(told.name)));
  $("run").parentElement.hidden = runs.length < 2;
  connect();
});
